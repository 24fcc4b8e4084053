import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import writeFileAtomic from 'write-file-atomic'
import { AppError } from '../../contract/app-error.ts'
import { type ImageRef, type imageTypes, mostImageBytes } from '../../contract/message-extras.ts'

/** Images of messages: files of the data folder's `images`, named by the hash of their bytes. */
export type ImageFiles = {
  /**
   * Keeps an image, once per content, and returns what a message says of it. Throws AppError `bad_request` in words
   * for what is no image of the four kinds or too large, and `storage_failed`.
   */
  keep(bytes: Uint8Array, name: string): ImageRef
  /** Null when it is gone or its bytes are not those that were kept. */
  read(hash: string): { mediaType: ImageRef['mediaType']; bytes: Buffer } | null
  /** The bytes in base64, as models and the X-ray take them; null like `read`. */
  base64(hash: string): string | null
}

/** Where a data folder keeps them. */
export const imageFolder = (dataFolder: string): string => join(dataFolder, 'images')

/** Makes it over a data folder; the folder in it is made with the first image. */
export function createImageFiles(dataFolder: string): ImageFiles {
  const folder = imageFolder(dataFolder)
  const pathOf = (hash: string) => join(folder, hash)
  const images: ImageFiles = {
    keep(bytes, name) {
      const mediaType = imageTypeOf(bytes)
      if (mediaType === null) {
        throw new AppError('bad_request', `${name} is no PNG, JPEG, WebP or GIF image.`)
      }
      if (bytes.length > mostImageBytes) {
        const size = (bytes.length / 1024 / 1024).toFixed(1)
        const most = mostImageBytes / 1024 / 1024
        throw new AppError(
          'bad_request',
          `${name} has ${size} MB, and an image may have ${most} MB. Make it smaller.`,
        )
      }
      const hash = hashOf(bytes)
      const kept: ImageRef = { hash, mediaType, name: name.slice(0, 300), size: bytes.length }
      if (existsSync(pathOf(hash)) && images.read(hash) !== null) return kept
      try {
        mkdirSync(folder, { recursive: true, mode: 0o700 })
        writeFileAtomic.sync(pathOf(hash), Buffer.from(bytes), { mode: 0o600 })
      } catch (error) {
        const why = error instanceof Error ? error.message : String(error)
        throw new AppError('storage_failed', `The image could not be kept: ${why}`, { cause: error })
      }
      return kept
    },
    read(hash) {
      if (!/^[0-9a-f]{64}$/.test(hash)) return null
      let bytes: Buffer
      try {
        bytes = readFileSync(pathOf(hash))
      } catch {
        return null
      }
      const mediaType = imageTypeOf(bytes)
      const whole = hashOf(bytes) === hash
      return mediaType === null || !whole ? null : { mediaType, bytes }
    },
    base64: (hash) => images.read(hash)?.bytes.toString('base64') ?? null,
  }
  return images
}

/** An image's name: SHA-256 of its bytes, in hex. */
export function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

/** What an image is by its first bytes, whatever its name says; null when it is none of the four kinds. */
export function imageTypeOf(bytes: Uint8Array): (typeof imageTypes)[number] | null {
  const head = Buffer.from(bytes.subarray(0, 12)).toString('latin1')
  if (head.startsWith('\x89PNG\r\n\x1a\n')) return 'image/png'
  if (head.startsWith('\xff\xd8\xff')) return 'image/jpeg'
  if (/^GIF8[79]a/.test(head)) return 'image/gif'
  return head.startsWith('RIFF') && head.slice(8) === 'WEBP' ? 'image/webp' : null
}

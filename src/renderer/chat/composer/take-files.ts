import { type ImageRef, imageTypes, mostImageBytes, mostImages } from '../../../contract/message-extras.ts'
import type { Client } from '../../connection/connection.ts'
import type { ComposerPlace } from './use-completion.ts'

/** A text file that is no file of the workspace is put into the message up to so many characters. */
export const mostQuoted = 50_000
/** Larger files are not even looked at. In bytes. */
const mostRead = 1_000_000

/** What becomes of files that are pasted, dropped or picked: images, words for the message, and what went wrong. */
export type TakenFiles = { images: ImageRef[]; words: string[]; refused: string[] }

/** Takes files in: images are kept by the engine, files of the workspace become mentions, other texts are quoted. */
export async function takeFiles(
  client: Client,
  place: ComposerPlace,
  files: readonly File[],
): Promise<TakenFiles> {
  const taken: TakenFiles = { images: [], words: [], refused: [] }
  for (const file of files) {
    try {
      if (imageTypes.some((type) => type === file.type)) taken.images.push(await takeImage(client, file))
      else taken.words.push(await takeText(client, place, file))
    } catch (error) {
      taken.refused.push(error instanceof Error ? error.message : String(error))
    }
  }
  return taken
}

/** What to say when a message would have too many images. */
export const tooManyImages = `A message may have ${mostImages} images.`

async function takeImage(client: Client, file: File): Promise<ImageRef> {
  const name = file.name === '' ? 'image' : file.name
  if (file.size > mostImageBytes) {
    const megabytes = (bytes: number) => (bytes / 1024 / 1024).toFixed(1).replace(/\.0$/, '')
    throw new Error(
      `${name} has ${megabytes(file.size)} MB, and an image may have ${megabytes(mostImageBytes)} MB. Make it smaller.`,
    )
  }
  return client.composer.addImage({ name, data: await base64Of(file) })
}

function base64Of(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.onload = () => resolve(String(reader.result).replace(/^[^,]*,/, ''))
    reader.onerror = () => reject(new Error(`${file.name} could not be read.`))
    reader.readAsDataURL(file)
  })
}

async function takeText(client: Client, { workspaceId, taskId }: ComposerPlace, file: File): Promise<string> {
  const { name } = file
  const mentionIt = 'If it lies in the workspace, mention it with @.'
  if (file.size > mostRead) throw new Error(`${name} is too large to be put into a message. ${mentionIt}`)
  const text = await file.text().catch(() => {
    throw new Error(`${name} could not be read. A folder is mentioned with @.`)
  })
  if (text.includes('\0')) throw new Error(`${name} is neither text nor a PNG, JPEG, WebP or GIF image.`)
  if (workspaceId !== null && text !== '') {
    const { mention } = await client.composer.findFile({ workspaceId, taskId, name, text })
    if (mention !== null) return `${mention} `
  }
  if (text.length > mostQuoted) {
    throw new Error(`${name} has more than ${mostQuoted.toLocaleString('en')} characters. ${mentionIt}`)
  }
  return quotedFile(name, text)
}

/** A file's text as a fenced block that it cannot close itself. */
export function quotedFile(name: string, text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length))
  const fence = '`'.repeat(longest + 1)
  return `${name}:\n${fence}\n${text.replace(/\n$/, '')}\n${fence}\n`
}

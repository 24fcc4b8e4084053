import type { SafeStorage } from 'electron'
import type { Secrets } from '../../platform.ts'
import { createFileSecrets } from '../common/file-secrets.ts'

/** What is used of Electron's `safeStorage`. */
export type Sealing = Pick<
  SafeStorage,
  'isAsyncEncryptionAvailable' | 'encryptStringAsync' | 'decryptStringAsync'
>

/**
 * Keys encrypted with a key of the system's keyring, in `<sealedFolder>/secrets.json`, readable for its
 * owner only. Where there is no keyring (`sealing` is null, or says so when it is first used) they are kept
 * as the other hosts keep them, in `<dataFolder>/secrets.json`, and `kept` says that. Keys found there are
 * used, and go from there when they are set anew.
 *
 * A key that cannot be decrypted any more counts as none, so that it can be entered again; the log says so.
 */
export function createSealedSecrets({
  dataFolder,
  sealedFolder,
  sealing,
  log,
}: {
  dataFolder: string
  sealedFolder: string
  sealing: Sealing | null
  log(level: 'warn', message: string): void
}): Secrets {
  const plain = createFileSecrets(dataFolder)
  const sealed = createFileSecrets(sealedFolder)
  let usable = sealing !== null
  let asked: Promise<Sealing | null> | null = null

  /** Asked when first needed: the system may ask the person to unlock the keyring. */
  function available(): Promise<Sealing | null> {
    asked ??= ask()
    return asked
  }

  async function ask(): Promise<Sealing | null> {
    if (sealing === null) return null
    const yes = await sealing.isAsyncEncryptionAvailable().catch(() => false)
    if (yes) return sealing
    usable = false
    log('warn', `The system's keyring is not available. Keys are kept ${plain.kept}.`)
    return null
  }

  async function unseal(name: string, text: string): Promise<string | null> {
    const key = await available()
    try {
      if (key === null) throw new Error('there is no keyring')
      const { result, shouldReEncrypt } = await key.decryptStringAsync(Buffer.from(text, 'base64'))
      if (shouldReEncrypt) await seal(key, name, result)
      return result
    } catch (error) {
      log('warn', `The key "${name}" cannot be decrypted (${(error as Error).message}). Enter it again.`)
      return null
    }
  }

  async function seal(key: Sealing, name: string, value: string): Promise<void> {
    await sealed.set(name, (await key.encryptStringAsync(value)).toString('base64'))
  }

  return {
    get kept() {
      return usable ? "encrypted, with a key in the system's keyring" : plain.kept
    },
    async get(name) {
      const text = await sealed.get(name)
      return (text === null ? null : await unseal(name, text)) ?? plain.get(name)
    },
    async set(name, value) {
      const key = await available()
      if (key === null) {
        await plain.set(name, value)
        if ((await sealed.get(name)) !== null) await sealed.remove(name)
      } else {
        await seal(key, name, value)
        if ((await plain.get(name)) !== null) await plain.remove(name)
      }
    },
    async remove(name) {
      if ((await sealed.get(name)) !== null) await sealed.remove(name)
      if ((await plain.get(name)) !== null) await plain.remove(name)
    },
  }
}

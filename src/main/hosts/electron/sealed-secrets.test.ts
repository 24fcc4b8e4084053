import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createFileSecrets } from '../common/file-secrets.ts'
import { createSealedSecrets, type Sealing } from './sealed-secrets.ts'

const value = 'sk-a-key-that-nobody-may-see'
let dataFolder = ''
let sealedFolder = ''
let said: string[] = []

beforeEach(async () => {
  dataFolder = await mkdtemp(join(tmpdir(), 'treeline-keys-'))
  sealedFolder = join(dataFolder, 'desktop')
  said = []
})
afterEach(() => rm(dataFolder, { recursive: true, force: true }))

const open = (sealing: Sealing | null) =>
  createSealedSecrets({
    dataFolder,
    sealedFolder,
    sealing,
    log: (_level, message) => void said.push(message),
  })

/** A keyring whose key is a byte. Texts sealed with another one cannot be read; `renewed` ones should be sealed anew. */
function keyring(key: number, { renewed = false, available = true } = {}): Sealing {
  const turn = (bytes: Buffer) => Buffer.from(bytes.map((byte) => byte ^ key))
  return {
    isAsyncEncryptionAvailable: async () => available,
    encryptStringAsync: async (text) => turn(Buffer.from(`sealed ${text}`)),
    decryptStringAsync: async (bytes) => {
      const text = turn(bytes).toString()
      if (!text.startsWith('sealed ')) throw new Error('wrong key')
      return { result: text.slice('sealed '.length), shouldReEncrypt: renewed }
    },
  }
}

const filed = async (folder: string) => readFile(join(folder, 'secrets.json'), 'utf8').catch(() => null)

test('keys come back, and neither file shows them', async () => {
  const secrets = open(keyring(7))
  await secrets.set('provider:a', value)
  expect(await open(keyring(7)).get('provider:a')).toBe(value)
  expect(await secrets.get('provider:b')).toBeNull()
  expect(await filed(sealedFolder)).not.toContain(value)
  expect(await filed(dataFolder)).toBeNull()
  expect((await stat(join(sealedFolder, 'secrets.json'))).mode & 0o777).toBe(0o600)
  expect(secrets.kept).toContain('keyring')
})

test('without a keyring they lie in the file of all hosts, and it is said', async () => {
  for (const sealing of [null, keyring(7, { available: false })]) {
    const secrets = open(sealing)
    await secrets.set('provider:a', value)
    expect(await createFileSecrets(dataFolder).get('provider:a')).toBe(value)
    expect(await secrets.get('provider:a')).toBe(value)
    expect(secrets.kept).toBe(createFileSecrets(dataFolder).kept)
  }
  expect(said).toEqual([expect.stringContaining('keyring is not available')])
})

test('a keyring that fails when asked counts as none', async () => {
  const secrets = open({
    ...keyring(7),
    isAsyncEncryptionAvailable: () => Promise.reject(new Error('no bus')),
  })
  await secrets.set('provider:a', value)
  expect(await secrets.get('provider:a')).toBe(value)
})

test('a key that another host has kept is used, and leaves the file when it is set anew', async () => {
  await createFileSecrets(dataFolder).set('provider:a', 'old')
  const secrets = open(keyring(7))
  expect(await secrets.get('provider:a')).toBe('old')
  await secrets.set('provider:a', value)
  expect(await secrets.get('provider:a')).toBe(value)
  expect(await createFileSecrets(dataFolder).get('provider:a')).toBeNull()
})

test('a removed key is gone from both', async () => {
  await open(null).set('provider:a', 'old')
  const secrets = open(keyring(7))
  await secrets.set('provider:b', value)
  await secrets.remove('provider:a')
  await secrets.remove('provider:b')
  await secrets.remove('provider:never')
  expect([await secrets.get('provider:a'), await secrets.get('provider:b')]).toEqual([null, null])
})

test('a key sealed with a keyring that is gone counts as none, says so, and can be set anew', async () => {
  await open(keyring(7)).set('provider:a', value)
  for (const sealing of [keyring(9), null]) {
    const secrets = open(sealing)
    expect(await secrets.get('provider:a')).toBeNull()
    expect(said.splice(0)).toEqual([
      expect.stringMatching(/"provider:a" cannot be decrypted .* Enter it again/),
    ])
    await secrets.set('provider:a', 'new')
    expect(await secrets.get('provider:a')).toBe('new')
    await open(keyring(7)).set('provider:a', value)
  }
})

test('a key is sealed anew when the keyring asks for it', async () => {
  await open(keyring(7)).set('provider:a', value)
  const before = await filed(sealedFolder)
  const renewing = { ...keyring(9), decryptStringAsync: keyring(7, { renewed: true }).decryptStringAsync }
  expect(await open(renewing).get('provider:a')).toBe(value)
  expect(await filed(sealedFolder)).not.toBe(before)
  expect(await open(keyring(9)).get('provider:a')).toBe(value)
})

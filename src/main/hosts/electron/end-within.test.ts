import { expect, test } from 'vitest'
import { endWithin } from './end-within.ts'

const never = new Promise<void>(() => {})

test.each([
  ['ends', 0, async () => {}, []],
  ['rejects', 1, () => Promise.reject(new Error('a file is gone')), [/in order: a file is gone/]],
  ['throws at once', 1, () => JSON.parse('{'), [/in order: .*JSON/]],
  ['takes too long', 1, () => never, [/not done within 0.01 seconds/]],
])('what %s gives exit code %i', async (_how, code, dispose, words) => {
  const said: string[] = []
  expect(await endWithin(10, dispose, (_level, message) => void said.push(message))).toBe(code)
  expect(said).toEqual(words.map((word) => expect.stringMatching(word)))
})

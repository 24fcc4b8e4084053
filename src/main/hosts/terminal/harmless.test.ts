import fc from 'fast-check'
import { expect, it } from 'vitest'
import { harmless } from './harmless.ts'

it('leaves words, lines and tabs as they are, in every script', () => {
  const text = 'Größe\t漢字\nعربى 👩‍👩‍👧 − “quoted” ❯\n'
  expect(harmless(text)).toBe(text)
})

it('shows escapes as signs, and takes the carriage return of a line’s end away', () => {
  expect(harmless('\u001b[2JApproved\u0007\r\nnext\rover')).toBe('␛[2JApproved␇\nnext␍over')
  expect(harmless('\u009b31m\u007f safe\u202etxt')).toBe('\ufffd31m␡ safe\ufffdtxt')
})

it('lets no control character through, whatever there is', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(harmless(text)).not.toMatch(/(?![\t\n])\p{Cc}|[\u202a-\u202e\u2066-\u2069]/u)
    }),
  )
})

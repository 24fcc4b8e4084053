import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseAnsi } from './parse-ansi.ts'

const plain = (output: string) =>
  parseAnsi(output)
    .map((run) => run.text)
    .join('')

const looks = (output: string) => parseAnsi(output).map(({ from: _from, ...run }) => run)

test('colours become runs and other sequences vanish', () => {
  expect(looks('a\u001b[1;31mb\u001b[0m\u001b[2Kc\u001b]8;;http://x\u0007d')).toEqual([
    { text: 'a', colour: null, bold: false, dim: false },
    { text: 'b', colour: 'red', bold: true, dim: false },
    { text: 'c', colour: null, bold: false, dim: false },
    { text: 'd', colour: null, bold: false, dim: false },
  ])
})

test('a line written over shows what was written last', () => {
  expect(plain('10%\r50%\r100%\ndone\r\n')).toBe('100%\ndone\n')
})

test('the value of an extended colour is not taken for codes', () => {
  expect(looks('\u001b[38;5;31mx')).toEqual([{ text: 'x', colour: null, bold: false, dim: false }])
})

test('text without control characters comes through whole', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      // biome-ignore lint/suspicious/noControlCharactersInRegex: what is left out of the property
      fc.pre(!/[\u0000-\u001f]/.test(text))
      expect(plain(text)).toBe(text)
    }),
  )
})

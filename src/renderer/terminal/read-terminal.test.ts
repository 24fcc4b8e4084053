import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readTerminal } from './read-terminal.ts'

const esc = '\u001b'
const plain = (output: string) => readTerminal(output).map((spans) => spans.map(({ text }) => text).join(''))

test('lines that are written over show what they became', () => {
  expect([
    plain('10%\r50%\r100%\ndone'),
    plain('progress 10%\r progress 20%\r\b\b\bApproved'),
    plain('abc\b\bX'),
    plain(`long text\r${esc}[Kshort`),
    plain(`one\ntwo\n${esc}[2A${esc}[2KONE\n`),
    plain('a\r\nb\r\n'),
  ]).toEqual([['100%', 'done'], ['Approveds 20%'], ['aXc'], ['short'], ['ONE', 'two'], ['a', 'b']])
})

test('what is no text has no effect and hides nothing', () => {
  expect([
    plain(`${esc}]0;PWNED title\u0007text`),
    plain(`${esc}]52;c;cm0gLXJmIH4=\u0007x`),
    plain(`${esc}]8;;https://evil.example${esc}\\link${esc}]8;;${esc}\\`),
    plain(`before\n${esc}[2J${esc}[1;1HApproved by user${esc}[8m hidden`),
    plain(`${esc}P$q"p${esc}\\${esc}[6n${esc}[c${esc}[?1004hseen`),
    plain(`cut ${esc}[3`),
    plain(`cut ${esc}`),
  ]).toEqual([['text'], ['x'], ['link'], ['before', 'Approved by user hidden'], ['seen'], ['cut '], ['cut ']])
})

test('colours become the tokens’ classes', () => {
  const classes = (output: string) => readTerminal(output)[0]?.map(({ text, className }) => [text, className])
  expect(
    classes(`${esc}[32m✓${esc}[0m ok ${esc}[1;91mbad${esc}[m ${esc}[38;5;208mo${esc}[38;2;20;20;240mb`),
  ).toEqual([
    ['✓', 'text-done-ink'],
    [' ok ', ''],
    ['bad', 'text-failed-ink font-semibold'],
    [' ', ''],
    ['o', 'text-approval-ink'],
    ['b', 'text-working-ink'],
  ])
  expect(classes(`${esc}[41m FAIL ${esc}[0m${esc}[7;32m PASS `)).toEqual([
    [' FAIL ', 'bg-failed-soft text-failed-ink'],
    [' PASS ', 'bg-done-soft text-done-ink'],
  ])
})

test('no output breaks it, and none of its control characters come out', () => {
  const piece = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 8 }),
    fc.constantFrom(`${esc}[`, `${esc}]`, '9999A', '9999C', 'm', 'K', '2J', 'H', '\r', '\n', '\b', '\t', ';'),
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
      const shown = plain(pieces.join('')).join('')
      expect(shown.replaceAll('\t', '')).not.toMatch(/[\p{Cc}--[\u0080-\u009f]]/v)
    }),
  )
})

test('a megabyte takes a moment', () => {
  const began = performance.now()
  readTerminal(`${esc}[32mok${esc}[0m some words of a line\r\n`.repeat(28_000))
  expect(performance.now() - began).toBeLessThan(3000)
})

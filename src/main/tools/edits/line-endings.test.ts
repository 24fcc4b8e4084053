import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { detectLineStyle, restoreLineStyle, stripLineNumbers, unwrapCodeFence } from './line-endings.ts'

test.each([
  ['', '\n', false, false],
  ['a', '\n', false, false],
  ['a\nb', '\n', false, false],
  ['a\r\nb\r\n', '\r\n', false, true],
  ['a\r\nb\n', '\n', false, true],
  ['a\r\nb\r\nc\n', '\r\n', false, true],
  ['\uFEFFa\n', '\n', true, true],
  ['a\rb\r', '\n', false, false],
] as const)('the style of %j', (text, eol, bom, finalNewline) => {
  expect(detectLineStyle(text)).toEqual({ eol, bom, finalNewline })
})

describe('a whole-file write keeps the style of the file', () => {
  test.each([
    ['line breaks', 'x\ny\n', 'a\r\nb\r\n', 'x\r\ny\r\n'],
    ['line breaks the model already wrote', 'x\r\ny\r\n', 'a\r\nb\r\n', 'x\r\ny\r\n'],
    ['\\n', 'x\r\ny\r\n', 'a\nb\n', 'x\ny\n'],
    ['byte order mark', 'x\n', '\uFEFFa\n', '\uFEFFx\n'],
    ['byte order mark, not doubled', '\uFEFFx\n', '\uFEFFa\n', '\uFEFFx\n'],
    ['no byte order mark', '\uFEFFx\n', 'a\n', 'x\n'],
    ['final newline', 'x', 'a\r\nb\r\n', 'x\r\n'],
    ['a final newline added on purpose', 'x\n', 'a', 'x\n'],
    ['emptied', '', 'a\n', ''],
    ['a new file', '\uFEFFx\r\ny', '', '\uFEFFx\r\ny'],
  ])('%s', (_, content, previous, expected) => {
    expect(restoreLineStyle(content, previous)).toBe(expected)
  })

  test('a file written back as a model sees it is the same file', () => {
    const lines = fc.array(fc.string({ maxLength: 5 }).map((line) => line.replace(/[\r\n\uFEFF]/g, '')))
    fc.assert(
      fc.property(lines, fc.boolean(), fc.constantFrom('\n', '\r\n'), (words, bom, eol) => {
        const file = (bom ? '\uFEFF' : '') + words.join(eol)
        expect(restoreLineStyle(words.join('\n'), file)).toBe(file)
      }),
    )
  })
})

describe('line numbers', () => {
  test.each([
    ['1 | a\n2 |   b\n3 | c', 'a\n  b\nc'],
    ['  9 | a\n 10 | b\n', 'a\nb\n'],
    ['1 | a\r\n2 |\r\n3 | b\r\n', 'a\r\n\r\nb\r\n'],
    ['7 | 8 | x', '8 | x'],
  ])('%j is unwrapped', (content, expected) => {
    expect(stripLineNumbers(content)).toBe(expected)
  })

  test.each([
    ['one line without', '1 | a\nb\n3 | c'],
    ['numbers that do not count up', '3 | three\n1 | one'],
    ['a table', '1 || 2\n2 || 3'],
    ['no space before the bar', '1| a'],
    ['nothing', ''],
  ])('%s is left alone', (_, content) => {
    expect(stripLineNumbers(content)).toBe(content)
  })
})

describe('a code fence', () => {
  test.each([
    ['with a language', '```ts\na\nb\n```', 'a.ts', 'a\nb\n'],
    ['without', '```\na\n```\n', 'a.py', 'a\n'],
    ['with blank lines around', '\n\n~~~\na\n~~~\n\n', 'Makefile', 'a\n'],
    ['that is longer than one inside', '````\n```\na\n```\n````', 'a.txt', '```\na\n```\n'],
    ['with CRLF', '```ts\r\na\r\n```\r\n', 'a.ts', 'a\r\n'],
    ['around nothing', '```\n```', 'a.ts', ''],
    ['with indented fences inside', '```js\n/**\n * ```\n */\n```', 'a.js', '/**\n * ```\n */\n'],
  ])('%s is taken off', (_, content, path, expected) => {
    expect(unwrapCodeFence(content, path)).toBe(expected)
  })

  test.each([
    ['Markdown', '```ts\na\n```', 'docs/README.MD'],
    ['text before', 'Here:\n```\na\n```', 'a.ts'],
    ['text after', '```\na\n```\nDone.', 'a.ts'],
    ['two fences', '```\na\n```\ntext\n```\nb\n```', 'a.ts'],
    ['no end', '```\na\n', 'a.ts'],
    ['one line', '```', 'a.ts'],
    ['a template literal', '```x``` + `\n```', 'a.js'],
  ])('%s: left alone', (_, content, path) => {
    expect(unwrapCodeFence(content, path)).toBe(content)
  })
})

test('a megabyte of anything takes no time', () => {
  const started = performance.now()
  for (const text of ['\n', '\r', ' ', '```\n', '`', '1 | \n', '1']) {
    const long = text.repeat(1_000_000 / text.length)
    restoreLineStyle(long, '\r\n')
    stripLineNumbers(long)
    unwrapCodeFence(long, 'a.ts')
  }
  expect(performance.now() - started).toBeLessThan(5_000)
})

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { applySearchReplace } from './search-replace.ts'

/** Lines that repeat, resemble markers and differ only in whitespace, so that matching is put to the test. */
const line = fc.oneof(
  fc.constantFrom(
    '',
    '  ',
    '}',
    '  }',
    '\t}',
    'return x',
    '  return x ',
    'a | b',
    '3 | x',
    '=======',
    '-------',
  ),
  fc.constantFrom('<<<<<<< SEARCH', '>>>>>>> REPLACE', '<<<<<<< HEAD', '\\=======', ':start_line:3', 'a\rb'),
  fc.string({ maxLength: 12, unit: 'grapheme' }).map((text) => text.replace(/[\r\n]/g, '')),
)

const escaped = (text: string) =>
  /^\\*([<>=]{5,}|-{7}|:start_line:|:end_line:)/.test(text) ? `\\${text}` : text

const section = (lines: string[]) => lines.map((text) => `${escaped(text)}\n`).join('')

function blockOf(search: string[], replace: string[], number: number): string {
  const header = `:start_line:${number}\n-------\n`
  return `<<<<<<< SEARCH\n${header}${section(search)}=======\n${section(replace)}>>>>>>> REPLACE\n`
}

/** A file in pieces, every other one of which is replaced. */
const edit = fc.record({
  pieces: fc.array(
    fc.record({
      before: fc.array(line, { minLength: 1, maxLength: 6 }),
      after: fc.array(line, { maxLength: 6 }),
    }),
    { minLength: 1, maxLength: 8 },
  ),
  eol: fc.constantFrom('\n', '\r\n'),
  bom: fc.constantFrom('', '\uFEFF'),
  changeFirst: fc.boolean(),
})

describe('for any file', () => {
  test('a diff made from an edit gives the edited file', () => {
    fc.assert(
      fc.property(edit, ({ pieces, eol, bom, changeFirst }) => {
        const before: string[] = []
        const after: string[] = []
        const blocks: string[] = []
        for (const [i, piece] of pieces.entries()) {
          const changed = (i % 2 === 0) === changeFirst
          if (changed) blocks.push(blockOf(piece.before, piece.after, before.length + 1))
          before.push(...piece.before)
          after.push(...(changed ? piece.after : piece.before))
        }
        const lay = (lines: string[]) => bom + lines.map((text) => text + eol).join('')
        fc.pre(blocks.length > 0 && lay(before) !== lay(after))
        const result = applySearchReplace(lay(before), blocks.reverse().join('some words\n'))
        expect(result.ok ? result.content : result.error).toBe(lay(after))
      }),
      { numRuns: 1_000 },
    )
  })

  test('nothing thrown, and a result of either shape, whatever comes in', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(line, { maxLength: 30 }).map((lines) => lines.join('\n')),
    )
    fc.assert(
      fc.property(text, text, fc.double(), (original, diff, similarity) => {
        const result = applySearchReplace(original, diff, { similarity })
        if (result.ok) expect(result.content).not.toBe(original)
        else expect(result.failures.length).toBeGreaterThan(0)
      }),
      { numRuns: 1_000 },
    )
  })
})

describe('a megabyte that wants to take forever', () => {
  const MEGABYTE = 1_000_000
  const wrap = (search: string, replace = 'x') =>
    `<<<<<<< SEARCH\n${search}\n=======\n${replace}\n>>>>>>> REPLACE\n`
  const lines = (text: string) => `${text}\n`.repeat(MEGABYTE / (text.length + 1))

  test.each([
    ['one line of spaces', ' '.repeat(MEGABYTE), wrap(`${' '.repeat(MEGABYTE)}x`)],
    ['blank lines', lines(''), wrap(`${lines('').slice(MEGABYTE / 2)}x`)],
    ['blank lines that all match', lines(''), wrap(lines('').slice(MEGABYTE / 2))],
    ['equal lines and one that differs', lines('ab'), wrap(`${lines('ab').slice(MEGABYTE / 2)}ac`)],
    ['equal lines, 500 blocks', lines('ab'), wrap('ab\nab\nab').repeat(500)],
    ['many different lines missing', lines('some words'), wrap('some wards\nsome wirds').repeat(500)],
    ['one long line', 'ab '.repeat(MEGABYTE / 3), wrap(`${'ab '.repeat(MEGABYTE / 3)}c`)],
    ['long lines alike', lines('abcdefgh '.repeat(5_000)), wrap('abcdefgi '.repeat(5_000))],
    ['markers without end', 'a', lines('<<<<<<< SEARCH')],
    ['arrows without end', 'a', '<'.repeat(MEGABYTE)],
    ['spaces after a marker', 'a', `<<<<<<< SEARCH${' '.repeat(MEGABYTE)}x`],
    ['backslashes', 'a', wrap('\\'.repeat(MEGABYTE))],
    ['numbered lines', 'a', wrap(lines('1 | a'))],
    ['a large rewrite', lines('ab'), wrap(lines('ab').trimEnd(), lines('cd'))],
  ])('%s', (_, original, diff) => {
    const started = performance.now()
    // Below 1, so that lines that are merely alike are looked for and weighed too.
    applySearchReplace(original, diff, { similarity: 0.5 })
    // Linear work takes well under a second here; anything quadratic takes minutes.
    expect(performance.now() - started).toBeLessThan(10_000)
  })
})

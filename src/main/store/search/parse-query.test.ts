import fc from 'fast-check'
import { expect, it } from 'vitest'
import { connectScratch } from '../database.ts'
import { findMatches, showMatches } from './mark-matches.ts'
import { matchOf, parseQuery } from './parse-query.ts'

const read = (text: string, typing = false) => matchOf(parseQuery(text, typing), null)

it.each([
  ['tide gate', 'text : (("tide" AND "gate"))'],
  ['"tide gate" open', 'text : (("tide gate" AND "open"))'],
  ['tide -gate -"high water"', 'text : (("tide") NOT ("gate" OR "high water"))'],
  ['src/main/app.ts', 'text : (("src main app ts"))'],
  ['ÖLSTAND', 'text : (("olstand"))'],
  ['“tide gate”', 'text : (("tide gate"))'],
  ['"open end', 'text : (("open end"))'],
  ['calc*', 'text : (("calc" *))'],
  ['--verbose', 'text : (("verbose"))'],
  ['AND NEAR(a) OR task:x', 'text : (("and" AND "near a" AND "or" AND "task x"))'],
])('reads %s', (typed, match) => {
  expect(read(typed)).toBe(match)
})

it('lets the last word go on only while it is typed, and only from two letters on', () => {
  expect(read('tide ga', true)).toBe('text : (("tide" AND "ga" *))')
  expect(read('tide g', true)).toBe('text : (("tide" AND "g"))')
  expect(read('tide ga ', true)).toBe('text : (("tide" AND "ga"))')
  expect(read('tide "ga', true)).toBe('text : (("tide" AND "ga"))')
  expect(read('tide -ga', true)).toBe('text : (("tide") NOT ("ga"))')
  expect(read('src/ga', true)).toBe('text : (("src ga" *))')
})

it('looks for nothing where no word is wanted', () => {
  expect(['', '   ', '-tide', '"" -- *', '… → !'].map((typed) => read(typed))).toEqual(Array(5).fill(null))
  expect(matchOf(parseQuery('tide', false), ['a', 'b'])).toBe('text : (("tide")) AND task : ("a" OR "b")')
})

const signs = fc.constantFrom(
  ...'"\'*^(){}+-:;,.\\\0 \n',
  'a',
  'Ö',
  'NOT ',
  'AND ',
  'text:',
  '\ud800',
  '𝒳',
  '“',
  '́',
)
const anything = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.array(signs, { maxLength: 40 }).map((parts) => parts.join('')),
)

it('makes of any text a query that SQLite takes, and finds a text by its own words', () => {
  const database = connectScratch()
  database.exec(
    `CREATE VIRTUAL TABLE texts USING fts5 (text, task, content = '', tokenize = 'unicode61 remove_diacritics 2')`,
  )
  const ask = database.prepare<[string], number>('SELECT count(*) FROM texts WHERE texts MATCH ?').pluck()
  fc.assert(
    fc.property(anything, fc.boolean(), (typed, typing) => {
      const match = read(typed, typing)
      if (match !== null) expect(ask.get(match)).toBe(0)
    }),
    { numRuns: 2_000 },
  )
  database
    .prepare('INSERT INTO texts (rowid, text, task) VALUES (1, ?, ?)')
    .run('Plain wörds of a Text.', 't')
  expect(
    ['plain', 'WORDS', '"of a"', 'plain -other', 'tex*'].map((typed) => ask.get(read(typed) ?? '')),
  ).toEqual(Array(5).fill(1))
  database.close()
})

it('marks what was found, and loses or adds nothing but line ends', () => {
  const { all } = parseQuery('"tide gate" ebb sk*', false)
  const text = 'When the Tide\nGate shuts, a skipper\twaits for the ébb.'
  const pieces = showMatches(text, findMatches(text, all))
  expect(pieces.filter(({ marked }) => marked).map((piece) => piece.text)).toEqual([
    'Tide Gate',
    'skipper',
    'ébb',
  ])
  expect(pieces.map((piece) => piece.text).join('')).toBe(text.replace(/\s/g, ' '))
})

it('shows the part of a long text in which most of what was looked for stands', () => {
  const { all } = parseQuery('tide ebb', false)
  const text = `The tide. ${'filler '.repeat(200)}Here the tide meets the ebb. ${'filler '.repeat(200)}`
  const pieces = showMatches(text, findMatches(text, all))
  expect(pieces.filter(({ marked }) => marked).map((piece) => piece.text)).toEqual(['tide', 'ebb'])
  expect(pieces.at(0)).toEqual({ text: '…', marked: false })
  expect(pieces.map((piece) => piece.text).join('').length).toBeLessThan(240)
})

it('shows any text whatever is looked for', () => {
  fc.assert(
    fc.property(anything, anything, (text, typed) => {
      const pieces = showMatches(text, findMatches(text, parseQuery(typed, true).all))
      expect(pieces.every((piece) => piece.text !== '')).toBe(true)
    }),
  )
})

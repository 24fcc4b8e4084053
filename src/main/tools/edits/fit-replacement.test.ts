import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fitReplacement } from './fit-replacement.ts'

const texts = (search: string[], replace: string[], found: string[]) =>
  fitReplacement(search, replace, found).map(({ text }) => text)

const word = fc.constantFrom('a', 'b', 'c', 'd', '}')
const indented = fc.tuple(fc.integer({ min: 0, max: 3 }), word).map(([depth, text]) => ({ depth, text }))
const block = fc.array(indented, { minLength: 1, maxLength: 8 })

test('a block moved as a whole moves its new lines as far', () => {
  fc.assert(
    fc.property(block, block, fc.integer({ min: 1, max: 3 }), (old, young, by) => {
      const lay = (lines: typeof old, shift: number) =>
        lines.map(({ depth, text }) => '  '.repeat(depth + shift) + text)
      expect(texts(lay(old, 0), lay(young, 0), lay(old, by))).toEqual(lay(young, by))
    }),
  )
})

test('spaces become tabs at every depth', () => {
  fc.assert(
    fc.property(block, block, fc.constantFrom(2, 4, 8), (old, young, width) => {
      // The width of a tab can only be seen where something is indented.
      fc.pre(old.some(({ depth }) => depth > 0))
      const lay = (lines: typeof old, unit: string) =>
        lines.map(({ depth, text }) => unit.repeat(depth) + text)
      const spaces = ' '.repeat(width)
      expect(texts(lay(old, spaces), lay(young, spaces), lay(old, '\t'))).toEqual(lay(young, '\t'))
    }),
  )
})

test('lines in both are the file’s own, and say which', () => {
  const fitted = fitReplacement(['a', 'b', 'c'], ['a', 'x', 'c'], ['a ', '  b', '\tc'])
  expect(fitted).toEqual([{ text: 'a ', kept: 0 }, { text: '  x' }, { text: '\tc', kept: 2 }])
})

test('flattened lines are indented as the lines they replace', () => {
  expect(
    texts(['if x', 'one', 'two', 'end'], ['if x', 'uno', 'due', 'end'], ['if x', '  one', '    two', 'end']),
  ).toEqual(['if x', '  uno', '    due', 'end'])
})

test('a rewrite too large to align keeps the lines at both ends', () => {
  const many = (name: string) => Array.from({ length: 2_000 }, (_, i) => `${name}${i}`)
  const fitted = fitReplacement(
    ['a', ...many('old'), 'z'],
    ['a', ...many('new'), 'z'],
    [' a', ...many('old'), ' z'],
  )
  expect(fitted).toHaveLength(2_002)
  expect([fitted.at(0), fitted.at(-1)]).toEqual([
    { text: ' a', kept: 0 },
    { text: ' z', kept: 2_001 },
  ])
})

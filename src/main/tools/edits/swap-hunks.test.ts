import fc from 'fast-check'
import { expect, test } from 'vitest'
import { patchHunks } from '../../../contract/patch-hunks.ts'
import { swapHunk } from './swap-hunks.ts'
import { unifiedDiff } from './unified-diff.ts'

const swapAll = (text: string, patch: string, to: 'before' | 'after') =>
  patchHunks(patch)
    .toReversed()
    .reduce<string | null>((now, hunk) => {
      if (now === null) return null
      const swapped = swapHunk(now, { hunk, to, counted: true })
      return typeof swapped === 'string' ? null : swapped.text
    }, text)

test('whatever a change was, taking all of it back and making it again gives the same bytes', () => {
  const line = fc.constantFrom('a', 'b', '', 'c\r', '\\ d', '- e', '@@ -1 +1 @@')
  const text = fc
    .tuple(fc.array(line, { maxLength: 30 }), fc.boolean())
    .map(([lines, ended]) => lines.join('\n') + (ended && lines.length > 0 ? '\n' : ''))
  fc.assert(
    fc.property(text, text, (before, after) => {
      const { patch } = unifiedDiff('x', before, after)
      expect(patchHunks(patch).every(({ whole }) => whole)).toBe(true)
      expect(swapAll(after, patch, 'before')).toBe(before)
      expect(swapAll(before, patch, 'after')).toBe(after)
    }),
  )
})

const before = 'one\ntwo\nthree\nfour\nfive\nsix\nseven\neight\nnine\nten\neleven\n'
const after = before.replace('two', 'TWO').replace('ten', 'TEN')
const [first, second] = patchHunks(unifiedDiff('x', before, after).patch)

test('one hunk alone, also where lines were added above it since', () => {
  if (first === undefined || second === undefined) throw new Error('Two hunks were expected.')
  expect(swapHunk(`zero\n${after}`, { hunk: second, to: 'before', counted: false })).toEqual({
    text: `zero\n${before.replace('two', 'TWO')}`,
  })
  expect(swapHunk(after.replace('TWO', 'too'), { hunk: first, to: 'before', counted: false })).toBe('gone')
  expect(swapHunk(after + after, { hunk: first, to: 'before', counted: false })).toBe('several')
  expect(swapHunk(after + after, { hunk: first, to: 'before', counted: true })).toEqual({
    text: before.replace('ten', 'TEN') + after,
  })
})

test('a hunk of which something was left out is none to go by', () => {
  const long = unifiedDiff('x', '', `${'a'.repeat(3_000)}\nb\n`)
  expect(patchHunks(long.patch).map(({ whole }) => whole)).toEqual([false])
  const cut = unifiedDiff('x', '', 'a\n'.repeat(100), { maxChars: 60 })
  expect(patchHunks(cut.patch).map(({ whole }) => whole)).toEqual([false])
  expect(patchHunks('… too many differences to list')).toEqual([])
})

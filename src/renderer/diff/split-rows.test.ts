import { createPatch } from 'diff'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readPatch } from './read-patch.ts'
import { splitRows } from './split-rows.ts'

test('what was removed stands beside what came in its place, and what has no counterpart beside nothing', () => {
  const rows = readPatch('--- a/x\n+++ b/x\n@@ -1,4 +1,3 @@\n a\n-b\n-c\n+B\n d\n+e\n')
  const texts = splitRows(rows).map((row) =>
    row.type === 'pair' ? [row.before?.text ?? null, row.after?.text ?? null] : row.type,
  )
  expect(texts).toEqual([
    ['a', 'a'],
    ['b', 'B'],
    ['c', null],
    ['d', 'd'],
    [null, 'e'],
  ])
})

test('each side is its file, line by line', () => {
  const file = fc.array(fc.constantFrom('', 'a', 'b', ' c'), { maxLength: 30 })
  fc.assert(
    fc.property(file, file, (before, after) => {
      const text = (lines: string[]) => lines.map((line) => `${line}\n`).join('')
      if (text(before) === text(after)) return
      const rows = splitRows(
        readPatch(createPatch('x', text(before), text(after), undefined, undefined, { context: 1000 })),
      )
      const side = (name: 'before' | 'after') =>
        rows.flatMap((row) => (row.type === 'pair' ? (row[name]?.text ?? []) : []))
      expect([side('before'), side('after')]).toEqual([before, after])
    }),
  )
})

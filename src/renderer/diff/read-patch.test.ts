import { createPatch } from 'diff'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type DiffRow, hunkRows, readPatch } from './read-patch.ts'

test('rows carry the lines’ numbers on both sides', () => {
  const patch = `--- a/x\n+++ b/x\n@@ -3,3 +3,4 @@ function f() {\n same\n-old\n+new\n+more\n end\n\\ No newline at end of file\n`
  expect(readPatch(patch)).toEqual([
    { type: 'hunk', text: 'function f() {' },
    { type: 'same', before: 3, after: 3, text: 'same' },
    { type: 'removed', before: 4, text: 'old' },
    { type: 'added', after: 4, text: 'new' },
    { type: 'added', after: 5, text: 'more' },
    { type: 'same', before: 5, after: 6, text: 'end' },
    { type: 'note', text: 'No newline at end of file' },
  ])
})

test('a hunk by itself is read as it is within a patch', () => {
  const lines = [' same', '-old', '+new', '+more', ' end', '\\ No newline at end of file']
  expect(hunkRows({ oldStart: 3, newStart: 3, lines })).toEqual(
    readPatch(['@@ -3,3 +3,4 @@', ...lines].join('\n')).slice(1),
  )
})

test('lines that look like headers are lines once a hunk has begun', () => {
  const patch = '--- a/x.sql\n+++ b/x.sql\n@@ -1,2 +1,2 @@\n--- drop\n+++ plus\n same\n'
  expect(readPatch(patch)).toEqual([
    { type: 'removed', before: 1, text: '-- drop' },
    { type: 'added', after: 1, text: '++ plus' },
    { type: 'same', before: 2, after: 2, text: 'same' },
  ])
})

test('a patch whose end was left out says so', () => {
  expect(readPatch('--- a/x\n+++ b/x\n@@ -1,9 +1,9 @@\n a\n… 8 more lines\n').at(-1)).toEqual({
    type: 'note',
    text: '… 8 more lines',
  })
  expect(readPatch('--- a/x\n+++ b/x\n… too many differences to list: from line 1 on\n')).toEqual([
    { type: 'note', text: '… too many differences to list: from line 1 on' },
  ])
})

test('nothing comes of nothing', () => {
  expect([readPatch(''), readPatch('--- a/x\n+++ b/x\n')]).toEqual([[], []])
})

test('every line of both files is in the rows, with its number', () => {
  const file = fc.array(fc.constantFrom('', 'a', '-- b', '++ c', ' d', '\\ e', '@@ f', '… g'), {
    maxLength: 30,
  })
  fc.assert(
    fc.property(file, file, (before, after) => {
      const text = (lines: string[]) => lines.map((line) => `${line}\n`).join('')
      const rows = readPatch(
        createPatch('x', text(before), text(after), undefined, undefined, { context: 1000 }),
      )
      const side = (name: 'before' | 'after') =>
        rows.filter((row): row is DiffRow & { text: string } => name in row).map((row) => row.text)
      if (text(before) === text(after)) return
      expect([side('before'), side('after')]).toEqual([before, after])
    }),
  )
})

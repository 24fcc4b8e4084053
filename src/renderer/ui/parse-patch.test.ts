import { expect, test } from 'vitest'
import { parsePatch } from './parse-patch.ts'

test('lines are told apart and numbered on both sides', () => {
  const patch =
    '--- a/x\n+++ b/x\n@@ -3,3 +3,4 @@ function f()\n a\n-b\n+c\n+d\n e\n\\ No newline at end of file\n'
  expect(parsePatch(patch).map(({ place: _place, ...line }) => line)).toEqual([
    { type: 'hunk', text: 'function f()', before: null, after: null },
    { type: 'same', text: 'a', before: 3, after: 3 },
    { type: 'removed', text: 'b', before: 4, after: null },
    { type: 'added', text: 'c', before: null, after: 4 },
    { type: 'added', text: 'd', before: null, after: 5 },
    { type: 'same', text: 'e', before: 5, after: 6 },
  ])
})

test('a removed line of dashes is not taken for a header once a hunk began', () => {
  expect(parsePatch('@@ -1 +1 @@\n-a\n+b').map((line) => line.type)).toEqual(['hunk', 'removed', 'added'])
})

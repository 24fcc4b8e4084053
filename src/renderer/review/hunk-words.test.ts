import { expect, test } from 'vitest'
import { hunkWords } from './hunk-words.ts'

test('a hunk is where its lines are, or where those were that it removes', () => {
  const words = [
    [1, 4, 1, 6],
    [9, 1, 12, 1],
    [0, 0, 1, 3],
    [5, 3, 4, 0],
    [1, 1, 0, 0],
  ].map(([oldStart = 0, oldLines = 0, newStart = 0, newLines = 0]) =>
    hunkWords({ oldStart, oldLines, newStart, newLines }),
  )
  expect(words).toEqual(['lines 1–6', 'line 12', 'lines 1–3', 'lines 5–7, removed', 'line 1, removed'])
})

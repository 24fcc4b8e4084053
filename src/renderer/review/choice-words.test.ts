import { expect, test } from 'vitest'
import { takeWords } from './choice-words.ts'

test('the button says what is taken', () => {
  expect(
    [
      [3, 0, 3],
      [2, 0, 3],
      [1, 1, 3],
      [0, 2, 3],
      [0, 1, 1],
      [0, 0, 3],
    ].map(([whole = 0, part = 0, of = 0]) => takeWords({ whole, part, of })),
  ).toEqual([
    'Take over all and finish',
    'Take over 2 of 3 files and finish',
    'Take over 2 of 3 files, 1 in part, and finish',
    'Take over part of 2 of 3 files and finish',
    'Take over part of 1 file and finish',
    'Finish without taking anything over',
  ])
})

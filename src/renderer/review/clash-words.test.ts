import { expect, test } from 'vitest'
import { clashWords } from './clash-words.ts'

test('a clash names with whom and where, the first paths of many', () => {
  const other = { taskId: 'tsk_3' as never, displayId: 'TL-3' }
  expect([
    clashWords({ with: other, paths: ['a.ts'] }),
    clashWords({ with: null, paths: ['a.ts', 'b.ts'] }),
    clashWords({ with: other, paths: ['a', 'b', 'c', 'd'] }),
    clashWords({ with: other, paths: ['a', 'b', 'c', 'd', 'e'] }),
  ]).toEqual([
    'Clashes so far with TL-3 in a.ts',
    'Clashes so far with what is in the folder by now in a.ts and b.ts',
    'Clashes so far with TL-3 in a, b, c and d',
    'Clashes so far with TL-3 in a, b, c and 2 more',
  ])
})

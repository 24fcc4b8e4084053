import { expect, test } from 'vitest'
import { type Comment, commentAt, feedbackOf, lineOf, withComment } from './comments.ts'

const files = [{ path: 'src/a.ts' }, { path: 'b.md' }]
const inB: Comment = { path: 'b.md', hunk: null, line: null, text: 'Too long.' }
const inA: Comment = { path: 'src/a.ts', hunk: 1, line: 40, text: 'Why twice?\nOnce is enough.' }
const above: Comment = { path: 'src/a.ts', hunk: 0, line: 7, text: 'Name it.' }

test('comments follow the words, by file and line, each with its place', () => {
  expect(feedbackOf(' Nearly. ', [inB, inA, above], files)).toBe(
    'Nearly.\n\nsrc/a.ts:7: Name it.\nsrc/a.ts:40: Why twice?\n  Once is enough.\nb.md: Too long.',
  )
  expect([feedbackOf('', [inB], files), feedbackOf('No.', [], files), feedbackOf(' ', [], files)]).toEqual([
    'b.md: Too long.',
    'No.',
    '',
  ])
})

test('a place has one comment, which goes with its words', () => {
  const said = withComment(withComment([inB], above), inA)
  const changed = withComment(said, { ...above, text: 'Name it well.' })
  const gone = withComment(changed, { ...inB, text: ' ' })
  expect(
    commentAt(
      changed.filter(({ path }) => path === 'src/a.ts'),
      0,
    ),
  ).toBe('Name it well.')
  expect(gone.map(({ text }) => text)).toEqual(['Name it well.', inA.text])
  expect(withComment(gone, { ...inB, text: '' })).toEqual(gone)
  expect(
    commentAt(
      gone.filter(({ path }) => path === 'b.md'),
      null,
    ),
  ).toBe('')
})

test('a hunk is known by the first line that it changes', () => {
  expect([
    lineOf({ newStart: 10, lines: [' same', ' same', '+new'] }),
    lineOf({ newStart: 3, lines: ['-old', '+new'] }),
    lineOf({ newStart: 0, lines: ['-all', '-gone'] }),
  ]).toEqual([12, 3, 1])
})

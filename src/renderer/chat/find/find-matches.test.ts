import { expect, test } from 'vitest'
import { findMatches } from './find-matches.ts'

const message = (id: string, text: string) => ({ type: 'message', id, at: 0, from: 'person', text })
const turn = (more: object) => ({
  ...{ type: 'turn', id: 'turn_1', state: 'committed', reasoning: '', text: '', callIds: [], failure: null },
  ...more,
})
const call = (more: object) => ({
  ...{ name: 'read_file', arguments: '{"path":"tide.md"}', status: 'finished', outcome: 'ok', result: null },
  ...{ display: null, subtask: null, question: null, startedAt: null, finishedAt: null, ...more },
})
const find = (items: object[], words: string, calls: object = {}) =>
  findMatches({ items, calls } as never, words, ({ result }) => result).map(
    ({ index, nth }) => `${index}.${nth}`,
  )

test('every place is counted, in the order in which it is read, whatever the case and the marks of Markdown', () => {
  const items = [
    message('a', 'The **Tide** and the `tide`.'),
    turn({ reasoning: 'tide?', text: 'A [high tide](https://tide.example).' }),
    { type: 'notice', id: 'n', notice: { type: 'completed', result: 'No more.' } },
  ]
  expect(find(items, 'tide')).toEqual(['0.0', '0.1', '1.0', '1.1'])
  expect(find(items, 'the tide')).toEqual(['0.0', '0.1'])
  expect(find(items, ' ')).toEqual([])
})

test('what is folded away or set aside is found as well: results, output, diffs, subtasks', () => {
  const calls = {
    c1: call({ result: 'ebb and flow' }),
    c2: call({ display: { type: 'command', command: 'make', output: 'flow\nflow' } }),
    c3: call({
      display: { type: 'edit', path: 'a', patch: '--- flow\n+++ flow\n@@ -1 +1 @@\n-flow\n+ebb\n' },
    }),
    c4: call({ subtask: { message: 'Flow.', summary: 'It flows.' } }),
  }
  const items = [turn({ callIds: ['c1', 'c2', 'c3', 'c4'] })]
  const aside = {
    type: 'notice',
    id: 'n',
    notice: { type: 'rewound', aside: [message('b', 'flow'), ...items] },
  }
  expect(find(items, 'flow', calls)).toHaveLength(6)
  expect(find([aside], 'flow', calls)).toHaveLength(7)
})

import { expect, test } from 'vitest'
import { turnMarkdown } from './turn-markdown.ts'

test('a turn is its words, then each call with what came of it, in fences that nothing in them ends', () => {
  const calls = {
    call_1: { name: 'read_file', arguments: '{"path":"a.md"}', outcome: 'ok', result: '```js\nx\n```' },
    call_2: { name: 'run', arguments: '{}', outcome: 'rejected', result: null },
  }
  expect(
    turnMarkdown(
      { text: 'Look.', callIds: ['call_1', 'call_2', 'gone'] as never },
      calls as never,
      ({ result }) => result,
    ),
  ).toBe(
    [
      'Look.',
      '### `read_file`',
      '```json\n{"path":"a.md"}\n```',
      '````\n```js\nx\n```\n````',
      '### `run` (rejected)',
      '```json\n{}\n```',
    ].join('\n\n'),
  )
})

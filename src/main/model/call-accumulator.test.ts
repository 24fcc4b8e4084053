import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createCallAccumulator } from './call-accumulator.ts'
import { readChunk } from './read-chunk.ts'

/** Feeds fragments as they stand on the wire. */
function accumulate(...fragments: object[]) {
  const pieces: { index: number; name: string; text: string }[] = []
  const calls = createCallAccumulator((piece) => pieces.push(piece))
  for (const fragment of fragments) {
    const chunk = readChunk({ choices: [{ delta: { tool_calls: [fragment] } }] })
    for (const call of chunk?.choices[0]?.delta?.tool_calls ?? []) calls.add(call)
  }
  return { calls: calls.finish(), pieces }
}

const f = (index: number | undefined, id: string | undefined, name: string | undefined, args: unknown) => ({
  index,
  id,
  type: 'function',
  function: { name, arguments: args },
})
const a = { name: 'read_file', arguments: '{"path":"a"}' }
const b = { name: 'read_file', arguments: '{"path":"b"}' }
const anyId = expect.stringMatching(/^[A-Za-z0-9]{9}$/)

test.each<[string, object[], object[]]>([
  [
    'fragments of one call',
    [f(0, 'c', 'read_file', ''), f(0, undefined, undefined, '{"path"'), f(0, undefined, undefined, ':"a"}')],
    [{ id: 'c', ...a }],
  ],
  [
    'fragments of two calls in turns',
    [
      f(0, 'c', 'read_file', '{"pa'),
      f(1, 'd', 'read_file', '{"pat'),
      f(0, '', '', 'th":"a"}'),
      f(1, '', '', 'h":"b"}'),
    ],
    [
      { id: 'c', ...a },
      { id: 'd', ...b },
    ],
  ],
  [
    'no index',
    [f(undefined, 'c', 'read_file', '{"path"'), f(undefined, undefined, undefined, ':"a"}')],
    [{ id: 'c', ...a }],
  ],
  [
    'no index, two calls',
    [f(undefined, 'c', 'read_file', '{"path":"a"}'), f(undefined, 'd', 'read_file', '{"path":"b"}')],
    [
      { id: 'c', ...a },
      { id: 'd', ...b },
    ],
  ],
  [
    'no index, fragments in turns by id',
    [
      f(undefined, 'c', 'read_file', '{"path"'),
      f(undefined, 'd', 'read_file', '{"path"'),
      f(undefined, 'c', undefined, ':"a"}'),
      f(undefined, 'd', undefined, ':"b"}'),
    ],
    [
      { id: 'c', ...a },
      { id: 'd', ...b },
    ],
  ],
  [
    'no index and no id, two calls',
    [
      f(undefined, undefined, 'read_file', '{"path":"a"}'),
      f(undefined, undefined, 'read_file', '{"path":"b"}'),
    ],
    [
      { id: anyId, ...a },
      { id: anyId, ...b },
    ],
  ],
  [
    'an index of null or text',
    [
      { ...f(0, 'c', 'read_file', '{"path"'), index: '0' },
      { ...f(0, '', '', ':"a"}'), index: null },
    ],
    [{ id: 'c', ...a }],
  ],
  [
    'index 0 for every call',
    [f(0, 'c', 'read_file', '{"path":"a"}'), f(0, 'd', 'read_file', '{"path":"b"}')],
    [
      { id: 'c', ...a },
      { id: 'd', ...b },
    ],
  ],
  [
    'index 0 for every call, without ids',
    [f(0, undefined, 'read_file', '{"path":"a"}'), f(0, undefined, 'read_file', '{"path":"b"}')],
    [
      { id: anyId, ...a },
      { id: anyId, ...b },
    ],
  ],
  [
    'index 0 for a new call after a broken one',
    [f(0, 'c', 'read_file', '{"pa'), f(0, 'd', 'read_file', '{"path":"b"}')],
    [
      { id: 'c', name: 'read_file', arguments: '{"pa' },
      { id: 'd', ...b },
    ],
  ],
  [
    'another tool’s name at the same index',
    [f(0, undefined, 'list_files', '{"pa'), f(0, undefined, 'read_file', '{"path":"b"}')],
    [
      { id: anyId, name: 'list_files', arguments: '{"pa' },
      { id: anyId, ...b },
    ],
  ],
  [
    'a new id with every fragment',
    [
      f(0, 'x1', 'read_file', ''),
      f(0, 'x2', undefined, '{"path"'),
      f(0, 'x3', '', ':"a"}'),
      f(0, 'x4', undefined, ''),
    ],
    [{ id: 'x1', ...a }],
  ],
  [
    'the id late',
    [f(0, undefined, 'read_file', '{"path"'), f(0, 'c', undefined, ':"a"}')],
    [{ id: 'c', ...a }],
  ],
  ['the name late', [f(0, 'c', '', '{"path"'), f(0, undefined, 'read_file', ':"a"}')], [{ id: 'c', ...a }]],
  [
    'the name in pieces',
    [f(0, 'c', 'read', ''), f(0, undefined, '_file', ''), f(0, undefined, undefined, '{"path":"a"}')],
    [{ id: 'c', ...a }],
  ],
  [
    'the name growing',
    [f(0, 'c', 'read', ''), f(0, 'c', 'read_file', ''), f(0, undefined, undefined, '{"path":"a"}')],
    [{ id: 'c', ...a }],
  ],
  [
    'the name again with every fragment',
    [f(0, 'c', 'read_file', '{"path"'), f(0, 'c', 'read_file', ':"a"}')],
    [{ id: 'c', ...a }],
  ],
  [
    'the same call again',
    [f(0, 'c', 'read_file', '{"path":"a"}'), f(0, 'c', 'read_file', '{"path":"a"}')],
    [{ id: 'c', ...a }],
  ],
  [
    'one id for two calls',
    [f(0, 'dup', 'read_file', '{"path":"a"}'), f(1, 'dup', 'read_file', '{"path":"b"}')],
    [
      { id: 'dup', ...a },
      { id: anyId, ...b },
    ],
  ],
  [
    'one id for two calls, no index',
    [f(undefined, 'dup', 'read_file', '{"path":"a"}'), f(undefined, 'dup', 'read_file', '{"path":"b"}')],
    [
      { id: 'dup', ...a },
      { id: anyId, ...b },
    ],
  ],
  [
    'an empty object before the real arguments',
    [
      f(0, 'c', 'read_file', '{}'),
      f(0, undefined, undefined, '{"path"'),
      f(0, undefined, undefined, ':"a"}'),
    ],
    [{ id: 'c', ...a }],
  ],
  ['arguments as an object', [f(0, 'c', 'read_file', { path: 'a' })], [{ id: 'c', ...a }]],
  [
    'arguments of null',
    [f(0, 'c', 'read_file', null), f(0, undefined, undefined, '{"path":"a"}')],
    [{ id: 'c', ...a }],
  ],
  [
    'an id that is a number',
    [f(0, 7 as unknown as string, 'read_file', '{"path":"a"}')],
    [{ id: '7', ...a }],
  ],
  [
    'nothing after the arguments',
    [f(0, 'c', 'read_file', '{"path":"a"}'), f(0, 'c', '', '')],
    [{ id: 'c', ...a }],
  ],
])('%s', (_, fragments, expected) => {
  expect(accumulate(...fragments).calls).toEqual(expected)
})

test('tells of every piece under the number and name of its call', () => {
  const { pieces } = accumulate(f(3, 'c', 'a', '{'), f(5, 'd', 'b', '['), f(3, '', '', '}'))
  expect(pieces).toEqual([
    { index: 0, name: 'a', text: '{' },
    { index: 1, name: 'b', text: '[' },
    { index: 0, name: 'a', text: '}' },
  ])
})

describe('any calls, cut and mixed in any way', () => {
  const json = fc
    .dictionary(fc.string({ minLength: 1 }), fc.jsonValue(), { minKeys: 1 })
    .map((value) => JSON.stringify(value))
  const call = fc.record({
    name: fc.constantFrom('read_file', 'write_to_file'),
    args: json,
    cuts: fc.array(fc.nat(200)),
  })

  const cut = (text: string, at: number[]) => {
    const places = [...new Set(at.map((place) => place % (text.length + 1)))].sort((x, y) => x - y)
    return [0, ...places].map((from, index) => text.slice(from, places[index] ?? text.length))
  }

  test('come out whole and in order', () => {
    fc.assert(
      fc.property(
        fc.array(call, { minLength: 1, maxLength: 5 }),
        fc.array(fc.nat(), { maxLength: 100 }),
        (calls, picks) => {
          const queues = calls.map(({ name, args, cuts }, index) => [
            f(index, `id${index}`, name, ''),
            ...cut(args, cuts).map((piece) => f(index, undefined, undefined, piece)),
          ])
          // Every call begins in order; after that the fragments mix at random.
          const fragments: object[] = queues.map((queue) => queue.shift() ?? {})
          for (let pick = 0; queues.some((queue) => queue.length > 0); pick++) {
            const open = queues.filter((queue) => queue.length > 0)
            const next = open[(picks[pick] ?? 0) % open.length]?.shift()
            if (next !== undefined) fragments.push(next)
          }
          expect(accumulate(...fragments).calls).toEqual(
            calls.map(({ name, args }, index) => ({ id: `id${index}`, name, arguments: args })),
          )
        },
      ),
    )
  })

  test('of any shape at all never throw and have ids of their own', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue()), (values) => {
        const { calls } = accumulate(...(values as object[]))
        expect(new Set(calls.map(({ id }) => id)).size).toBe(calls.length)
      }),
    )
  })
})

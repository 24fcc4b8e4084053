import fc from 'fast-check'
import { expect, it } from 'vitest'
import { readChunk } from './read-chunk.ts'

/** Fields as servers send them: there, null, of another type, or not there at all. */
const odd = fc.oneof(fc.constant(null), fc.string(), fc.integer(), fc.constant([]), fc.constant({}))
const call = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record(
      {
        index: fc.oneof({ weight: 5, arbitrary: fc.nat(3) }, odd),
        id: fc.oneof({ weight: 5, arbitrary: fc.string() }, odd),
        type: fc.constant('function'),
        function: fc.oneof(
          {
            weight: 8,
            arbitrary: fc.record(
              {
                name: fc.oneof({ weight: 5, arbitrary: fc.string() }, odd),
                arguments: fc.oneof({ weight: 5, arbitrary: fc.string() }, odd),
              },
              { requiredKeys: [] },
            ),
          },
          odd,
        ),
      },
      { requiredKeys: [] },
    ),
  },
  odd,
)
const delta = fc.record(
  {
    content: fc.oneof({ weight: 5, arbitrary: fc.string({ unit: 'binary' }) }, odd),
    role: fc.oneof(fc.constant('assistant'), odd),
    reasoning_content: fc.oneof({ weight: 3, arbitrary: fc.constant(null) }, odd),
    tool_calls: fc.oneof(
      { weight: 3, arbitrary: fc.constant(null) },
      { weight: 5, arbitrary: fc.array(call, { maxLength: 2 }) },
      odd,
    ),
    refusal: fc.oneof({ weight: 3, arbitrary: fc.constant(null) }, odd),
  },
  { requiredKeys: [] },
)
const choice = fc.record(
  {
    index: fc.oneof({ weight: 5, arbitrary: fc.constant(0) }, odd),
    delta: fc.oneof({ weight: 5, arbitrary: delta }, odd),
    message: fc.constant(null),
    text: fc.oneof({ weight: 3, arbitrary: fc.constant(null) }, odd),
    finish_reason: fc.oneof({ weight: 3, arbitrary: fc.constant(null) }, fc.constant('stop'), odd),
    logprobs: fc.constant(null),
    usage: fc.constant(null),
  },
  { requiredKeys: ['index', 'delta'] },
)
const chunk = fc.record(
  {
    id: odd,
    model: odd,
    choices: fc.oneof({ weight: 8, arbitrary: fc.array(choice, { maxLength: 2 }) }, odd),
    usage: fc.oneof({ weight: 3, arbitrary: fc.constant(null) }, fc.constant({ prompt_tokens: 3 }), odd),
    x_groq: fc.oneof({ weight: 3, arbitrary: fc.constant(null) }, odd),
  },
  { requiredKeys: ['choices'] },
)

it('reads a usual event as the schema would', () => {
  fc.assert(
    fc.property(chunk, (event) => {
      // A field that nobody knows is read by nobody, but sends the event through the schema.
      expect(readChunk(event)).toEqual(readChunk({ ...event, unknown: 1 }))
    }),
    { numRuns: 2_000 },
  )
})

it.each([null, 1, 'text', [], [[]]])('%j is no event', (value) => {
  expect(readChunk(value)).toBeNull()
})

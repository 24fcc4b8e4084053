import { describe, expect, test } from 'vitest'
import { UsageError } from './exit-code.ts'
import { parseLimits } from './parse-limits.ts'

const option = (limit: string) => `--max-${limit}`

test('numbers set limits, none lifts one, and what is not named stays', () => {
  expect(parseLimits({ requests: '50', cost: '$1.5', minutes: 'none', depth: '0' }, option)).toEqual({
    requests: 50,
    cost: 1.5,
    minutes: null,
    depth: 0,
  })
  expect(parseLimits({}, option)).toEqual({})
})

describe('what cannot be a limit is named with its option', () => {
  test.each([
    { requests: '0' },
    { requests: '1.5' },
    { tokens: 'many' },
    { cost: '-1' },
    { minutes: '' },
    { depth: '21' },
    { concurrency: '65' },
    { children: 'Infinity' },
  ])('%j', (typed) => {
    const [name = ''] = Object.keys(typed)
    expect(() => parseLimits(typed, option)).toThrow(UsageError)
    expect(() => parseLimits(typed, option)).toThrow(`--max-${name} takes a number`)
  })
})

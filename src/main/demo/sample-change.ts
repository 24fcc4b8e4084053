/** The demo's one change to the sample repository: a `median`, its tests and its line in the README. */

export const STATS = 'src/stats.js'
export const STATS_TEST = 'test/stats.test.js'
export const README = 'README.md'
export const PLAN = 'docs/plan-median.md'
export const TEST_COMMAND = 'node --test'

/** A line of `src/stats.js` by which the sample is known. */
export const SAMPLE_MARK = 'export function spread(values)'

/** A line of `src/stats.js` that is there once the change is made. */
export const CHANGE_MARK = 'export function median(values)'

// Each diff looks for lines that are no longer side by side once it is applied: a second time it fails.

export const STATS_DIFF = `<<<<<<< SEARCH
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

/** The lowest and the highest value. Throws a RangeError when there are no values. */
=======
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

/** The middle value, or the mean of the two in the middle. Throws a RangeError when there are no values. */
export function median(values) {
  requireValues(values)
  const sorted = [...values].sort((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

/** The lowest and the highest value. Throws a RangeError when there are no values. */
>>>>>>> REPLACE`

export const STATS_TEST_DIFF = `<<<<<<< SEARCH
import { mean, roundTo, spread } from '../src/stats.js'
=======
import { mean, median, roundTo, spread } from '../src/stats.js'
>>>>>>> REPLACE

<<<<<<< SEARCH
test('spread is the lowest and the highest', () => {
=======
test('median is the value in the middle, whatever the order, and leaves the order alone', () => {
  const levels = [10, 0.6, 2.4]
  assert.equal(median(levels), 2.4)
  assert.deepEqual(levels, [10, 0.6, 2.4])
})

test('median of an even number of values is the mean of the two in the middle', () => {
  assert.equal(median([4, 1, 3, 2]), 2.5)
})

test('median of nothing is an error', () => {
  assert.throws(() => median([]), RangeError)
})

test('spread is the lowest and the highest', () => {
>>>>>>> REPLACE`

export const README_DIFF = `<<<<<<< SEARCH
| \`mean(values)\` | the arithmetic mean |
| \`spread(values)\` | the lowest and the highest value |
=======
| \`mean(values)\` | the arithmetic mean |
| \`median(values)\` | the value in the middle |
| \`spread(values)\` | the lowest and the highest value |
>>>>>>> REPLACE`

export const PLAN_TEXT = `# A median for tideline

A gauge that sticks or a single storm surge pulls the mean far away. The median stays where the water
usually is.

## Interface

\`median(values)\` in \`src/stats.js\`, beside \`mean\`: the value in the middle of the sorted values, or the
mean of the two in the middle. It sorts a copy, by number. With no values it throws a RangeError, as \`mean\`
and \`spread\` do, through \`requireValues\`. \`src/index.js\` exports everything of \`stats.js\` already.

## Steps

1. Add \`median\` to \`src/stats.js\`.
2. Test it in \`test/stats.test.js\`: an odd and an even number of values, values out of order that stay as
   they are, and no values.
3. Add its line to the table in \`README.md\`.

## Check

\`node --test\` passes: the 9 tests of before and 3 new ones.
`

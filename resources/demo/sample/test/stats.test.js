import assert from 'node:assert/strict'
import { test } from 'node:test'
import { mean, roundTo, spread } from '../src/stats.js'

test('mean is the sum over the count', () => {
  assert.equal(mean([1, 2, 6]), 3)
})

test('mean of nothing is an error', () => {
  assert.throws(() => mean([]), RangeError)
})

test('spread is the lowest and the highest', () => {
  assert.deepEqual(spread([2.4, 0.6, 5.1]), { lowest: 0.6, highest: 5.1 })
})

test('spread of nothing is an error', () => {
  assert.throws(() => spread([]), RangeError)
})

test('roundTo rounds half up', () => {
  assert.equal(roundTo(2.45), 2.5)
  assert.equal(roundTo(2.844, 2), 2.84)
  assert.equal(roundTo(7.5, 0), 8)
})

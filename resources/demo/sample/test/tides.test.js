import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { describe, findTides, parseReadings } from '../src/index.js'

const gullHarbour = readFileSync(new URL('../data/gull-harbour.csv', import.meta.url), 'utf8')

test('readings come oldest first, whatever their order in the file', () => {
  const readings = parseReadings('time,metres\n2024-03-01T01:00Z,1.9\n\n2024-03-01T00:00Z,1.2\n')
  assert.deepEqual(
    readings.map((reading) => reading.metres),
    [1.2, 1.9],
  )
})

test('a line that is no reading is named', () => {
  assert.throws(() => parseReadings('time,metres\n2024-03-01T00:00Z,high'), /Line 2 is no reading/)
  assert.throws(() => parseReadings('yesterday,1.2'), /Line 1/)
  assert.throws(() => parseReadings('2024-03-01T00:00Z'), /Line 1/)
})

test('tides are where the water turns', () => {
  const tides = findTides(parseReadings(gullHarbour))
  assert.deepEqual(
    tides.map(({ kind, metres }) => `${kind} ${metres}`),
    ['high 5.1', 'low 0.6', 'high 5'],
  )
})

test('a description says what the sea has been doing', () => {
  assert.equal(
    describe('Gull Harbour', parseReadings(gullHarbour)),
    [
      'Gull Harbour, 25 readings',
      '  high water   5.1 m at 06:00',
      '  low water    0.6 m at 12:00',
      '  mean level   2.8 m',
    ].join('\n'),
  )
})

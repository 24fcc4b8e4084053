import { mean, roundTo } from './stats.js'
import { findTides } from './tides.js'

/** Says in a few lines what the sea has been doing. */
export function describe(name, readings) {
  const tides = findTides(readings)
  const level = roundTo(mean(readings.map((reading) => reading.metres)))
  return [
    `${name}, ${readings.length} readings`,
    ...tides.slice(0, 2).map((tide) => `  ${`${tide.kind} water`.padEnd(12)} ${formatTide(tide)}`),
    `  mean level   ${level.toFixed(1)} m`,
  ].join('\n')
}

function formatTide({ metres, time }) {
  return `${metres.toFixed(1)} m at ${time.toISOString().slice(11, 16)}`
}

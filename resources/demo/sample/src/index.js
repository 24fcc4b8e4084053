export { describe } from './describe.js'
export * from './stats.js'
export { findTides, parseReadings } from './tides.js'

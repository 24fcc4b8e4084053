#!/usr/bin/env node
import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { describe } from './describe.js'
import { parseReadings } from './tides.js'

const file = process.argv[2]
if (file === undefined) {
  console.error('Name a file of readings: node src/cli.js data/gull-harbour.csv')
  process.exit(1)
}
console.log(describe(placeName(file), parseReadings(readFileSync(file, 'utf8'))))

/** gull-harbour.csv is about Gull Harbour. */
function placeName(path) {
  return basename(path, '.csv')
    .split('-')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join(' ')
}

/**
 * Reads lines of `time,metres`, with or without a heading, and gives the readings, oldest first.
 * Throws a SyntaxError that names the line when one cannot be read.
 */
export function parseReadings(text) {
  return text
    .split('\n')
    .map((line, index) => ({ line: line.trim(), number: index + 1 }))
    .filter(({ line }) => line !== '' && line !== 'time,metres')
    .map(({ line, number }) => parseLine(line, number))
    .sort((a, b) => a.time - b.time)
}

function parseLine(line, number) {
  const [time, metres] = line.split(',')
  const reading = { time: new Date(time), metres: Number(metres) }
  if (metres === undefined || Number.isNaN(reading.metres) || Number.isNaN(reading.time.getTime())) {
    throw new SyntaxError(`Line ${number} is no reading: ${line}`)
  }
  return reading
}

/** Finds where the water turns: each tide is a reading with `kind` 'high' or 'low'. The ends do not count. */
export function findTides(readings) {
  return readings.flatMap((reading, index) => {
    const before = readings[index - 1]
    const after = readings[index + 1]
    if (before === undefined || after === undefined) return []
    const isHigh = before.metres < reading.metres && reading.metres >= after.metres
    const isLow = before.metres > reading.metres && reading.metres <= after.metres
    if (isHigh) return [{ ...reading, kind: 'high' }]
    if (isLow) return [{ ...reading, kind: 'low' }]
    return []
  })
}

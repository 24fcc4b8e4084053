/** The arithmetic mean. Throws a RangeError when there are no values. */
export function mean(values) {
  requireValues(values)
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

/** The lowest and the highest value. Throws a RangeError when there are no values. */
export function spread(values) {
  requireValues(values)
  return { lowest: Math.min(...values), highest: Math.max(...values) }
}

/** Rounds half up to so many digits behind the point. */
export function roundTo(value, digits = 1) {
  const factor = 10 ** digits
  return Math.round(value * factor) / factor
}

function requireValues(values) {
  if (values.length === 0) throw new RangeError('There are no values.')
}

/** The arguments of a call as an object; empty when the model wrote no valid JSON object. Never throws. */
export function readArguments(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : {}
  } catch {
    return {}
  }
}

/** The first of some arguments that is a text with something in it, else ''. */
export function textArgument(args: Record<string, unknown>, ...names: string[]): string {
  for (const name of names) {
    const value = args[name]
    if (typeof value === 'string' && value.trim() !== '') return value.trim()
  }
  return ''
}

const escapes: Record<string, string> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f' }

/**
 * A text argument out of JSON that is still being written: as much of it as is there, or null before it
 * has begun.
 */
export function partialArgument(json: string, name: string): string | null {
  const found = new RegExp(`"${name}"\\s*:\\s*"((?:[^"\\\\]|\\\\.)*)`, 's').exec(json)
  if (found === null) return null
  const whole = (found[1] ?? '').replace(/\\u[\da-f]{0,3}$/i, '')
  return whole.replace(/\\(?:u([\da-f]{4})|(.))/gis, (_whole, hex?: string, character?: string) =>
    hex === undefined
      ? (escapes[character ?? ''] ?? character ?? '')
      : String.fromCharCode(Number.parseInt(hex, 16)),
  )
}

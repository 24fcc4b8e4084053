/** The entries of a list of git that ends each with a NUL. Names are bytes: read it with encoding `latin1`. */
export function splitNul(output: string): string[] {
  const entries = output.split('\0')
  if (entries.at(-1) === '') entries.pop()
  return entries
}

/** The list as input for git, of names that came from `splitNul`. */
export function joinNul(entries: readonly string[]): Buffer {
  return Buffer.from(entries.map((entry) => `${entry}\0`).join(''), 'latin1')
}

/** A name read as `latin1` as people read it. What is no UTF-8 becomes �. */
export function nameText(name: string): string {
  return Buffer.from(name, 'latin1').toString('utf8')
}

/** A name of ours as the bytes that `joinNul` wants. */
export function nameBytes(name: string): string {
  return Buffer.from(name, 'utf8').toString('latin1')
}

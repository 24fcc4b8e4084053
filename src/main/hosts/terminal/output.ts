/** Where the terminal host writes: results to `out`, progress and complaints to `err`. */
export type Output = { out(text: string): void; err(text: string): void }

/** The process's own streams. */
export const processOutput: Output = {
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
}

/** One value as one line of JSON. */
export function jsonLine(value: unknown): string {
  return `${JSON.stringify(value)}\n`
}

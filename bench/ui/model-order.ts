/** What the model of a measured task does, as its first message says it. */
export type ModelOrder = {
  /** Whether it answers in mixed Markdown or in one block of code. */
  kind: 'words' | 'fence'
  /** How many times it answers. After each but the last it reads a file. */
  turns: number
  /** Tokens of four characters an answer. */
  tokens: number
  /** Milliseconds between two chunks of two tokens. */
  chunkDelayMs: number
  /** Milliseconds before its first answer, in which the page can be made ready. */
  holdMs: number
}

/** The first message of a task that does this. */
export function orderText({ kind, turns, tokens, chunkDelayMs, holdMs }: ModelOrder): string {
  return `${kind} ${turns} × ${tokens} tokens, a chunk in ${chunkDelayMs} ms, after ${holdMs} ms`
}

/** Reads such a message; null for any other. */
export function parseOrder(text: string): ModelOrder | null {
  const found = /^(words|fence) (\d+) × (\d+) tokens, a chunk in (\d+) ms, after (\d+) ms$/.exec(text.trim())
  if (found === null) return null
  const [turns = 0, tokens = 0, chunkDelayMs = 0, holdMs = 0] = found.slice(2).map(Number)
  return { kind: found[1] === 'fence' ? 'fence' : 'words', turns, tokens, chunkDelayMs, holdMs }
}

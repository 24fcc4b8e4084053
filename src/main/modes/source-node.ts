/**
 * A value of a JSON or YAML text with the place it stands at. `start` and `end` are UTF-16 offsets. A map
 * keeps its entries in order and keeps repeated keys, so that whoever reads it decides what they mean.
 */
export type SourceNode =
  | { kind: 'scalar'; value: string | boolean | null; start: number; end: number }
  | { kind: 'list'; items: SourceNode[]; start: number; end: number }
  | { kind: 'map'; entries: SourceEntry[]; start: number; end: number }

/** One key of a map. `start` is where the key stands. */
export type SourceEntry = { key: string; value: SourceNode; start: number }

/** A fault of the syntax, in words, at a UTF-16 offset. */
export type SyntaxFault = { severity: 'error' | 'warning'; offset: number; message: string }

/**
 * A text as a parser understood it. `root` is null when there is nothing in it. What stands before the
 * first fault of severity `error` is sound; what follows is the parser's guess.
 */
export type SourceDocument = { root: SourceNode | null; faults: SyntaxFault[] }

/** The entries of a map with one of the keys, in order; none when the node is no map. */
export function entriesOf(node: SourceNode, key: string): SourceEntry[] {
  return node.kind === 'map' ? node.entries.filter((entry) => entry.key === key) : []
}

/** The last entry with a key, as JSON and YAML readers everywhere take it, or undefined. */
export function lastEntry(node: SourceNode, key: string): SourceEntry | undefined {
  return entriesOf(node, key).at(-1)
}

/** Tells the line, from 1, of a UTF-16 offset of a text. */
export function lineFinder(text: string): (offset: number) => number {
  const starts = [0]
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return (offset) => {
    let low = 0
    let high = starts.length - 1
    while (low < high) {
      const middle = Math.ceil((low + high) / 2)
      if ((starts[middle] ?? 0) <= offset) low = middle
      else high = middle - 1
    }
    return low + 1
  }
}

/** Whether a node is an explicit or an implied null: nothing after a colon. */
export function isNull(node: SourceNode): boolean {
  return node.kind === 'scalar' && node.value === null
}

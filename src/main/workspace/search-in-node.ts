import { join } from 'node:path'
import { parseFilePattern } from './file-pattern.ts'
import { readTextFile } from './files.ts'
import { createLineMatcher } from './find-lines.ts'
import {
  CONTEXT_LINES,
  createCollector,
  MOST_FILE_BYTES,
  type SearchOrder,
  type SearchResult,
} from './search-result.ts'
import { walkFolder } from './walk-folder.ts'

/**
 * Searches without ripgrep: the same files, with JavaScript's regular expressions. Throws AppError
 * `bad_request` for an expression that cannot be read or runs away on a file.
 */
export async function searchInNode(order: SearchOrder): Promise<SearchResult> {
  const matcher = createLineMatcher(order.regex)
  const collector = createCollector(order.maxMatches)
  const deadline = performance.now() + order.timeLimitMs
  for await (const path of filesOf(order)) {
    order.signal?.throwIfAborted()
    const real = join(order.folder, path)
    // Binary, huge, in another encoding or not permitted: not searched, as with ripgrep.
    const file = await readTextFile({ real, shown: path }, MOST_FILE_BYTES).catch(() => null)
    if (file) {
      const lines = file.text.replace(/^\uFEFF/, '').split(/\r?\n/)
      if (lines.at(-1) === '') lines.pop()
      const found = new Set(matcher.find(lines, order.maxMatches + 1, path))
      for (const at of linesToShow(found, lines.length)) {
        const line = { number: at + 1, text: lines[at] ?? '', matches: found.has(at) }
        if (!collector.add(path, line)) return collector.result()
      }
    }
    if (performance.now() > deadline) {
      collector.cutShort()
      break
    }
  }
  return collector.result()
}

async function* filesOf(order: SearchOrder): AsyncGenerator<string> {
  if (order.only !== null) {
    yield order.only
    return
  }
  const pattern = parseFilePattern(order.filePattern)
  const paths: string[] = []
  for await (const entry of walkFolder(order.folder, {
    recursive: true,
    skip: order.skip,
    signal: order.signal,
  })) {
    if (entry.kind === 'file' && !entry.ignored && (!pattern || pattern.matches(entry.path)))
      paths.push(entry.path)
  }
  yield* paths.sort()
}

function linesToShow(found: ReadonlySet<number>, count: number): number[] {
  const shown = new Set<number>()
  for (const at of found) {
    for (let near = at - CONTEXT_LINES; near <= at + CONTEXT_LINES; near++) {
      if (near >= 0 && near < count) shown.add(near)
    }
  }
  return [...shown].sort((a, b) => a - b)
}

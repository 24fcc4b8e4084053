import { join } from 'node:path'
import vm from 'node:vm'
import { AppError } from '../../contract/app-error.ts'
import { parseFilePattern } from './file-pattern.ts'
import { readTextFile } from './files.ts'
import {
  CONTEXT_LINES,
  createCollector,
  MOST_FILE_BYTES,
  type SearchOrder,
  type SearchResult,
} from './search-result.ts'
import { walkFolder } from './walk-folder.ts'

/** How long the expression may work on one file: all the while the program stands still. */
const FILE_TIME_MS = 500

/** Given to the sandbox as text, so that its time limit can end a regular expression that runs away. */
const FIND_LINES = new vm.Script(`
  found = []
  for (let i = 0; i < lines.length && found.length < most; i++) if (regex.test(lines[i])) found.push(i)
`)

/**
 * Searches without ripgrep: the same files, with JavaScript's regular expressions. Throws AppError
 * `bad_request` for an expression that cannot be read or runs away on a file.
 */
export async function searchInNode(order: SearchOrder): Promise<SearchResult> {
  const regex = parseRegex(order.regex)
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
      const found = findLines(regex, order.regex, lines, order.maxMatches + 1, path)
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
  for await (const entry of walkFolder(order.folder, { recursive: true, signal: order.signal })) {
    if (entry.kind === 'file' && !entry.ignored && (!pattern || pattern.matches(entry.path)))
      paths.push(entry.path)
  }
  yield* paths.sort()
}

function parseRegex(text: string): RegExp {
  // Flags at the beginning, as other engines write them.
  const inline = /^\(\?([ims]+)\)/.exec(text)
  const source = inline ? text.slice(inline[0].length) : text
  const flags = [...new Set(inline?.[1] ?? '')].join('')
  try {
    return new RegExp(source, `${flags}u`)
  } catch {
    try {
      // Without "u" escapes such as \- are allowed, as ripgrep allows them.
      return new RegExp(source, flags)
    } catch (error) {
      const words =
        error instanceof Error ? error.message.replace(/^Invalid regular expression: /, '') : String(error)
      throw new AppError('bad_request', `The regular expression ${text} cannot be read: ${words}.`)
    }
  }
}

function findLines(regex: RegExp, text: string, lines: string[], most: number, path: string): Set<number> {
  const context = { regex, lines, most, found: [] as number[] }
  try {
    FIND_LINES.runInNewContext(context, { timeout: FILE_TIME_MS })
  } catch (error) {
    // An error of the sandbox is no instance of our Error.
    if ((error as { code?: unknown } | null)?.code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw error
    throw new AppError(
      'bad_request',
      `The regular expression ${text} takes too long on ${path}. Write one that does not backtrack so much, without repetitions inside repetitions.`,
    )
  }
  return new Set(context.found)
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

import type { SearchHit, SearchPage } from '../../../contract/search.ts'
import { searchOrderSchema } from '../../../contract/search.ts'
import type { Reader } from '../../reader.ts'
import { exitCode, UsageError } from './exit-code.ts'
import { jsonLine, type Output } from './output.ts'
import { workspaceAt } from './workspace-at.ts'

/** What `treeline search` can be told. */
export type SearchOptions = { workspace?: string; limit: string; json: boolean }

/** After so long without an answer a person is told how far it is. */
const tellEveryMs = 1_000

/**
 * `treeline search`: where words were said, task by task, or as one JSON object. Takes in first what the index does
 * not have yet. Returns 1 when nothing was found, as grep does.
 */
export async function searchCommand(
  reader: Reader,
  words: string[],
  options: SearchOptions,
  output: Output,
): Promise<number> {
  const limit = Number(options.limit)
  if (!Number.isInteger(limit) || limit < 1 || limit > 100) {
    throw new UsageError(`--limit takes a number of tasks from 1 to 100, not "${options.limit}".`)
  }
  const text = words.join(' ')
  if (text.length > 1_000) throw new UsageError('That is too long to look for: at most 1,000 characters.')
  if (!/[\p{L}\p{N}]/u.test(text)) throw new UsageError('Say what to look for: words or "phrases".')
  const workspace = options.workspace === undefined ? null : workspaceAt(reader, options.workspace)
  if (options.workspace !== undefined && workspace === null) {
    throw new UsageError(`No task was ever started in ${options.workspace}.`)
  }
  if (reader.store === null) {
    output.err('There are no tasks yet. Start one with: treeline run "what to do"\n')
    return exitCode.failed
  }
  const order = searchOrderSchema.parse({ text, limit, workspaceId: workspace?.id ?? null })
  const page = await askWhole(reader, order, output)
  if (options.json) output.out(jsonLine(page))
  else tell(page, output)
  return page.tasks.length === 0 ? exitCode.failed : exitCode.completed
}

/** Asks until everything is taken in, or nothing more can be. */
async function askWhole(
  { search }: Reader,
  order: Parameters<Reader['search']['query']>[0],
  output: Output,
): Promise<SearchPage> {
  for (;;) {
    const page = await search.query(order, { patienceMs: tellEveryMs, signal: output.unread })
    const { done, of, problem } = page.indexed
    if (problem !== null) {
      output.err(
        `The latest ${(of - done).toLocaleString('en-US')} events are not looked through. ${problem}\n`,
      )
    }
    // An app at work says something all the time: a few events more or less are no reason to go on.
    if (problem !== null || of - done < 1_000) return page
    output.err(`Taking in what is new: ${Math.floor((done / of) * 100)} %\n`)
  }
}

function tell({ tasks, hits, found, capped, next }: SearchPage, output: Output): void {
  if (tasks.length === 0) output.err('Nothing was found.\n')
  for (const { displayId, status, mode, title, hits: places, more } of tasks) {
    output.out(`${displayId}  ${status}  ${mode}  ${title}\n`)
    for (const hit of places) output.out(`  ${hit.place}: ${wordsOf(hit)}\n`)
    if (more > 0) output.out(`  and ${more} more\n`)
  }
  if (next === null && !capped) return
  const places = capped ? `The newest ${hits} places were looked at` : `${hits} places in ${found} tasks`
  output.err(`${places}; ${tasks.length} of ${found} tasks are shown.\n`)
}

const wordsOf = ({ pieces }: SearchHit): string =>
  pieces
    .map(({ text }) => text)
    .join('')
    .trim()

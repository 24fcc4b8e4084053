import type { TaskId, WorkspaceId } from '../../../contract/ids.ts'
import type { FoundTask, SearchHit, SearchOrder, SearchPage } from '../../../contract/search.ts'
import type { TaskStatus } from '../../../contract/task-status.ts'
import type { Database } from '../database.ts'
import { findMatches, type Matches, showMatches } from './mark-matches.ts'
import { matchOf, parseQuery, type Query } from './parse-query.ts'
import { placeOfRowid, readTexts, type SearchIndex, taskWord } from './search-index.ts'
import type { SearchText } from './search-texts.ts'

/** How many places are ranked: the newest ones. Who finds more adds a word. */
const mostHits = 500
/** How many places are looked at to find those that a filter lets through. */
const mostLooked = 20_000
/** Fewer tasks than this are asked for in the index itself. */
const fewTasks = 100
/** How many places of a task are shown; of one that was asked for, all. */
const shownHits = 4

type TaskRow = Omit<FoundTask, 'hits' | 'more'>
type EventRow = { taskId: TaskId; seq: number; at: number; payload: string }
type Found = { task: TaskRow; text: SearchText; seq: number; at: number; globalSeq: number; matches: Matches }

/** What a search gives: a page, but for how far the index is. */
export type Answer = Omit<SearchPage, 'indexed'>

const nothing: Answer = { tasks: [], next: null, hits: 0, found: 0, capped: false }

/** Asks the index, with the log beside it. */
export function createFinder(index: SearchIndex, log: Database) {
  const rows = index.database
    .prepare<[match: string], number>('SELECT rowid FROM texts WHERE texts MATCH ? ORDER BY rowid DESC')
    .pluck()
  const taskOf = log.prepare<[number], TaskId>('SELECT task_id FROM events WHERE global_seq = ?').pluck()
  const event = log.prepare<[number], EventRow>(
    'SELECT task_id AS taskId, seq, at, payload FROM events WHERE global_seq = ?',
  )
  const task = log.prepare<[TaskId], TaskRow>(
    `SELECT id, display_id AS displayId, title, status, mode, mode_name AS modeName, workspace_id AS workspaceId
     FROM tasks WHERE id = ? AND deleted_at IS NULL`,
  )
  const fitting = log
    .prepare<[Filter & { limit: number }], TaskId>(
      `SELECT id FROM tasks WHERE deleted_at IS NULL AND (@workspaceId IS NULL OR workspace_id = @workspaceId)
       AND (@mode IS NULL OR mode = @mode)
       AND (@statuses = '[]' OR status IN (SELECT value FROM json_each(@statuses))) LIMIT @limit`,
    )
    .pluck()

  /** The tasks to look in, when a filter leaves few; null for all. */
  function within(order: SearchOrder): string[] | null {
    if (order.taskId !== null) return [taskWord(order.taskId)]
    if (order.workspaceId === null && order.mode === null && order.statuses.length === 0) return null
    const few = fitting.all({ ...filterOf(order), limit: fewTasks + 1 })
    return few.length > fewTasks ? null : few.map(taskWord)
  }

  /** The newest places that fit. Each row is one step of SQLite: it stops as soon as there are enough. */
  function collect(order: SearchOrder, match: string) {
    const fits = filter(order)
    const known = new Map<TaskId, TaskRow | null>()
    const found: { globalSeq: number; part: number; task: TaskRow }[] = []
    let looked = 0
    for (const rowid of rows.iterate(match)) {
      const { globalSeq, part } = placeOfRowid(rowid)
      const id = taskOf.get(globalSeq)
      if (id === undefined) continue
      if (!known.has(id)) known.set(id, task.get(id) ?? null)
      const row = known.get(id) ?? null
      if (row !== null && fits(row)) found.push({ globalSeq, part, task: row })
      if (found.length >= mostHits || ++looked >= mostLooked) return { found, capped: true }
    }
    return { found, capped: false }
  }

  return (order: SearchOrder): Answer => {
    const query = parseQuery(order.text, order.typing)
    const tasks = within(order)
    const match = tasks?.length === 0 ? null : matchOf(query, tasks)
    if (match === null) return nothing
    const { found, capped } = collect(order, match)
    const texts = found.flatMap(({ globalSeq, part, task: row }): Found[] => {
      const stored = event.get(globalSeq)
      const text = stored && readTexts(stored.taskId, stored.seq, stored.payload)[part]
      if (stored === undefined || text === undefined) return []
      // A title that was changed is a title no more.
      if (text.place === 'title' && text.text !== row.title) return []
      const { seq, at } = stored
      return [{ task: row, text, seq, at, globalSeq, matches: findMatches(text.text, query.all) }]
    })
    return { ...page(texts, query, order), capped }
  }
}

type Filter = { workspaceId: WorkspaceId | null; mode: string | null; statuses: string }

const filterOf = ({ workspaceId, mode, statuses }: SearchOrder): Filter => ({
  workspaceId,
  mode,
  statuses: JSON.stringify(statuses),
})

function filter({ workspaceId, mode, statuses, taskId }: SearchOrder): (task: TaskRow) => boolean {
  const wanted = new Set<TaskStatus>(statuses)
  return (task) =>
    (taskId === null || task.id === taskId) &&
    (workspaceId === null || task.workspaceId === workspaceId) &&
    (mode === null || task.mode === mode) &&
    (wanted.size === 0 || wanted.has(task.status))
}

function page(texts: Found[], query: Query, order: SearchOrder): Omit<Answer, 'capped'> {
  const newest = Math.max(0, ...texts.map(({ at }) => at))
  const length = texts.reduce((sum, { matches }) => sum + matches.words, 0) / (texts.length || 1)
  const ranked = texts
    .map((one) => ({ ...one, score: rank(one, query, length, newest) }))
    .sort((a, b) => b.score - a.score || b.globalSeq - a.globalSeq)
  const groups = [...Map.groupBy(ranked, ({ task }) => task.id).values()]
  const from = Number(order.cursor ?? 0) || 0
  const to = from + order.limit
  const most = order.taskId === null ? shownHits : mostHits
  return {
    tasks: groups.slice(from, to).flatMap((group) => {
      const [best] = group
      if (best === undefined) return []
      return [{ ...best.task, hits: group.slice(0, most).map(hitOf), more: Math.max(0, group.length - most) }]
    }),
    next: to < groups.length ? String(to) : null,
    hits: texts.length,
    found: groups.length,
  }
}

const hitOf = ({ text, seq, at, matches }: Found): SearchHit => ({
  place: text.place,
  seq,
  item: text.item,
  at,
  pieces: showMatches(text.text, matches),
})

/** What a task is called and what it came to say more than what was said on the way. */
const placeWeights: Partial<Record<SearchText['place'], number>> = { title: 3, result: 1.5, call: 0.8 }
const month = 30 * 24 * 3_600_000

/**
 * BM25 (k1 = 1.2, b = 0.75, as in SQLite) without its weights for rare words, since every word is in every text;
 * to find out how rare they are takes longer than the search. What is a month older than the newest counts three
 * quarters, and what is much older counts half.
 */
function rank({ text, at, matches }: Found, { all }: Query, length: number, newest: number): number {
  const counts = all.map(() => 0)
  for (const { needle } of matches.marks) counts[needle] = (counts[needle] ?? 0) + 1
  const norm = 1.2 * (0.25 + (0.75 * matches.words) / (length || 1))
  const fit = counts.reduce((sum, count) => sum + (count * 2.2) / (count + norm), 0)
  return fit * (placeWeights[text.place] ?? 1) * (0.5 + 0.5 / (1 + (newest - at) / month))
}

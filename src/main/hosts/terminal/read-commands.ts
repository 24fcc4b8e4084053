import { writeFileSync } from 'node:fs'
import type { EffectiveMode, ModesFile } from '../../../contract/mode.ts'
import type { TaskSummary } from '../../../contract/task-summary.ts'
import type { Reader } from '../../reader.ts'
import { UsageError } from './exit-code.ts'
import { jsonLine, type Output } from './output.ts'

/** `treeline tasks`: every task as a tree, pinned ones first, or what is archived, or the tops of what is deleted; or as a JSON array. */
export function tasksCommand(
  { store }: Reader,
  { json, archived, deleted }: { json: boolean; archived: boolean; deleted: boolean },
  output: Output,
): void {
  const tasks = deleted
    ? (store?.tasks.deleted() ?? [])
    : pinnedFirst(store?.tasks.list() ?? []).filter(({ archivedAt }) => (archivedAt !== null) === archived)
  if (json) {
    output.out(jsonLine(tasks))
    return
  }
  if (tasks.length === 0) {
    const start = 'There are no tasks yet. Start one with: treeline run "what to do"\n'
    output.err(deleted ? 'No task is deleted.\n' : archived ? 'No task is archived.\n' : start)
  }
  const children = Map.groupBy(tasks, ({ parentId }) => parentId)
  const print = (task: TaskSummary) => {
    const cost = task.cost === null ? '' : `  $${task.cost.toFixed(4)}`
    const pinned = task.pinnedAt === null ? '' : '  pinned'
    output.out(
      `${'  '.repeat(deleted ? 0 : task.depth)}${task.displayId}  ${task.status}  ${task.mode}  ${task.title}${cost}${pinned}\n`,
    )
    // In the order of the log, which is that of their birth whatever the clock said.
    for (const child of children.get(task.id) ?? []) print(child)
  }
  const listed = new Set(tasks.map(({ id }) => id))
  for (const task of tasks) if (task.parentId === null || !listed.has(task.parentId)) print(task)
}

/** Pinned tasks before others; else in the order they have. */
function pinnedFirst(tasks: readonly TaskSummary[]): TaskSummary[] {
  return tasks.toSorted((a, b) => Number(a.pinnedAt === null) - Number(b.pinnedAt === null))
}

/** `treeline show`: one task's transcript as Markdown, or its view as JSON. */
export async function showCommand(
  reader: Reader,
  id: string,
  { json }: { json: boolean },
  output: Output,
): Promise<void> {
  const task = findTask(reader, id)
  const { content } = await reader.exportTranscript(task.id, json ? 'json' : 'md', false)
  output.out(content.endsWith('\n') ? content : `${content}\n`)
}

/** `treeline export`: one task or its subtree, to a file or to stdout. */
export async function exportCommand(
  reader: Reader,
  id: string,
  { format, subtree, output: file }: { format: string; subtree: boolean; output?: string },
  output: Output,
): Promise<void> {
  if (format !== 'md' && format !== 'json' && format !== 'html') {
    throw new UsageError(`--format takes md, json or html, not "${format}".`)
  }
  const task = findTask(reader, id)
  const { content } = await reader.exportTranscript(task.id, format, subtree)
  if (file === undefined) {
    output.out(content)
    return
  }
  try {
    writeFileSync(file, content)
  } catch (error) {
    throw new UsageError(`The export could not be written to ${file}: ${(error as Error).message}`)
  }
  output.err(`Wrote ${file}\n`)
}

/** `treeline modes`: the modes in force for a folder, where each comes from, and what is wrong with others. */
export function modesCommand(
  modes: EffectiveMode[],
  files: ModesFile[],
  { json }: { json: boolean },
  output: Output,
): void {
  if (json) {
    output.out(jsonLine(modes))
    return
  }
  for (const mode of modes) {
    const groups = mode.groups.map(({ group, fileRegex }) => (fileRegex ? `${group}(${fileRegex})` : group))
    const over = mode.overrides.length > 0 ? `, replaces ${mode.overrides.join(', ')}` : ''
    output.out(`${mode.slug}  ${mode.name}  [${groups.join(', ') || 'no tools'}]  ${mode.source}${over}\n`)
  }
  for (const file of files) {
    for (const { line, message, severity } of file.problems) {
      output.err(`${file.path}${line === null ? '' : `:${line}`}: ${severity}: ${message}\n`)
    }
  }
}

function findTask({ store }: Reader, id: string): TaskSummary {
  const task = store?.tasks.find(id) ?? null
  if (task === null) throw new UsageError(`There is no task ${id}. "treeline tasks" lists them.`)
  return task
}

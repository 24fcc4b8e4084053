import type { Work, WorkFile, WorkHunk } from '../../../contract/work.ts'
import type { App } from '../../app.ts'
import type { Reader } from '../../reader.ts'
import { exitCode, UsageError } from './exit-code.ts'
import { jsonLine, type Output } from './output.ts'
import { findTask } from './resume-command.ts'

/** What `work` was told. */
export type WorkOptions = { json: boolean; diff: boolean }

type Hunks = { hunks: WorkHunk[]; tooLarge: boolean }

/** `treeline work`: the files that a task changed in its worktree, or that were taken over of it; with a diff if wanted. */
export async function workCommand(
  reader: Reader,
  id: string,
  { json, diff }: WorkOptions,
  output: Output,
): Promise<void> {
  const task = reader.store?.tasks.find(id) ?? null
  if (task === null) throw new UsageError(`There is no task ${id}. "treeline tasks" lists them.`)
  const work = await reader.work(task.id)
  if (work === null) {
    if (json) output.out(jsonLine(null))
    else output.err(`${task.displayId} has no worktree of its own, and nothing was taken over from one.\n`)
    return
  }
  const { base, head } = work
  const patches: string[] = []
  for (const file of diff ? work.files : [])
    patches.push(patchOf(file, await reader.workFile(task.id, { base, head, path: file.path })))
  if (json) {
    output.out(jsonLine(diff ? { ...work, diff: patches.join('') } : work))
    return
  }
  if (diff) {
    output.out(patches.join(''))
    if (work.moreFiles > 0) output.err(`${more(work)}\n`)
    return
  }
  output.err(`What ${task.displayId} changed, for ${work.into}:\n`)
  if (work.files.length === 0) output.err('Nothing.\n')
  for (const file of work.files) output.out(`${lineOf(file)}\n`)
  if (work.moreFiles > 0) output.out(`${more(work)}\n`)
}

/** `treeline revert`: takes back what was taken over of a task's work. Returns the exit code. */
export async function revertCommand(app: App, id: string, output: Output): Promise<number> {
  const task = findTask(app, id)
  await app.engine.tasks.revertWork(task.id)
  const { landed, items } = app.engine.view(task.id)
  const told = items.findLast((item) => item.type === 'notice' && item.notice.type === 'reverted')
  const files = told?.type === 'notice' && told.notice.type === 'reverted' ? told.notice.files : []
  for (const { path, change } of files) output.out(`${change.padEnd(7)}  ${path}\n`)
  output.err(`What ${task.displayId} changed in ${landed?.into} was taken back.\n`)
  if (landed?.commit !== undefined) {
    const { id: commit, branch } = landed.commit
    output.err(
      `The commit ${commit.slice(0, 10)} on ${branch} stays: only the files were changed back. Commit them to undo it there too.\n`,
    )
  }
  return exitCode.completed
}

const more = ({ moreFiles }: Work) => `and ${moreFiles} more ${moreFiles === 1 ? 'file' : 'files'}`

function lineOf({ path, oldPath, state, binary, added, removed }: WorkFile): string {
  const name = oldPath === null ? path : `${oldPath} -> ${path}`
  return `${state.padEnd(7)}  ${name}  ${binary ? 'binary' : `+${added} -${removed}`}`
}

/** One file's change as a unified diff that git and patch take. */
function patchOf({ path, oldPath, state, binary }: WorkFile, { hunks, tooLarge }: Hunks): string {
  const before = state === 'added' ? '/dev/null' : `a/${oldPath ?? path}`
  const after = state === 'deleted' ? '/dev/null' : `b/${path}`
  const renamed =
    oldPath === null ? '' : `diff --git a/${oldPath} b/${path}\nrename from ${oldPath}\nrename to ${path}\n`
  if (binary) return `${renamed}Binary files ${before} and ${after} differ\n`
  if (tooLarge) return `${renamed}The change from ${before} to ${after} is too large to be shown.\n`
  if (hunks.length === 0) return renamed
  const pieces = hunks.map(
    ({ oldStart, oldLines, newStart, newLines, lines }) =>
      `@@ -${range(oldStart, oldLines)} +${range(newStart, newLines)} @@\n${lines.map((line) => `${line}\n`).join('')}`,
  )
  return `${renamed}--- ${before}\n+++ ${after}\n${pieces.join('')}`
}

/** The parser names the line before an empty side by one more than diffs do. */
const range = (start: number, lines: number): string =>
  `${lines === 0 ? Math.max(0, start - 1) : start},${lines}`

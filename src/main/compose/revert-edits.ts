import { AppError } from '../../contract/app-error.ts'
import type { EditPlaces } from '../../contract/changes-api.ts'
import type { TaskId } from '../../contract/ids.ts'
import { type PatchHunk, patchHunks } from '../../contract/patch-hunks.ts'
import type { TaskView, ToolCallView } from '../../contract/task-view.ts'
import type { ToolDisplay } from '../../contract/tool-display.ts'
import type { Engine } from '../engine/engine.ts'
import { swapHunk } from '../tools/edits/swap-hunks.ts'
import { MOST_EDIT_BYTES } from '../tools/plan-edit.ts'
import { deletePath, inspectDeletable } from '../workspace/delete-path.ts'
import { hashContent, readTextFile, type TextFile, writeTextFile } from '../workspace/files.ts'
import type { PathScope, ScopedPath } from '../workspace/path-scope.ts'

type Wanted = {
  call: ToolCallView
  display: Extract<ToolDisplay, { type: 'edit' }>
  hunks: { at: number; hunk: PatchHunk }[]
}

/**
 * Takes back hunks of edits that a task's calls made to one file, or puts them in again with `back`: all of them or
 * none, and only where the lines stand as the task left them, or stand already as they should. Throws AppError
 * `conflict` in words otherwise.
 */
export async function revertEdits(
  { engine, scope }: { engine: Pick<Engine, 'view' | 'tasks'>; scope: PathScope },
  { taskId, edits, back }: { taskId: TaskId; edits: EditPlaces; back: boolean },
): Promise<void> {
  const view = engine.view(taskId)
  if (view.deletedAt !== null) throw new AppError('conflict', `${view.displayId} was deleted.`)
  const wanted = wantedOf(view, edits, back)
  const path = wanted[0]?.display.path ?? ''
  const file = await scope.resolve(view.folder, path)
  refuseElsewhere(view, file, wanted)

  const before = file.exists ? await readTextFile(file, MOST_EDIT_BYTES) : null
  const text = before?.text ?? null
  const hash = before?.hash ?? null
  const swapped = swapAll(text, wanted, back)
  if (typeof swapped === 'string') {
    // A deed whose end was not written down, or one that was done by hand: then it only has to be told.
    if (typeof swapAll(text, wanted, !back) === 'string') throw refusal(view, path, swapped, back)
    engine.tasks.noteRevertedEdits(taskId, { path, edits, back, before: hash, after: hash })
    return
  }
  await write(file, before, swapped.text)
  const after = swapped.text === null ? null : hashContent(swapped.text)
  engine.tasks.noteRevertedEdits(taskId, { path, edits, back, before: hash, after })
}

/** The calls and hunks that are meant, in the order in which the calls were made. */
function wantedOf(view: TaskView, edits: EditPlaces, back: boolean): Wanted[] {
  const wanted = edits.map(({ callId, hunks: places }): Wanted => {
    const call = view.calls[callId]
    if (call?.display?.type !== 'edit' || call.outcome !== 'ok')
      throw new AppError('not_found', `${view.displayId} has made no such edit.`)
    const { display, reverted = [] } = call
    const all = patchHunks(display.patch)
    const hunks = places.map((at) => {
      const hunk = all[at]
      if (hunk === undefined)
        throw new AppError('not_found', `That edit of ${display.path} has no such place.`)
      if (!hunk.whole) {
        const words = `This change of ${display.path} is too large to be kept whole in the transcript, so it cannot be ${back ? 'put back in' : 'taken back'} from here. Change the file yourself, or with git.`
        throw new AppError('conflict', words)
      }
      if (reverted.includes(at) !== back) {
        const words = back ? 'is there: it was not taken back' : 'was taken back already'
        throw new AppError('conflict', `This change of ${display.path} ${words}.`)
      }
      return { at, hunk }
    })
    return { call, display, hunks: hunks.sort((a, b) => a.at - b.at) }
  })
  if (new Set(wanted.map(({ display }) => display.path)).size > 1)
    throw new AppError('bad_request', 'Changes of one file at a time can be taken back.')
  return wanted.sort((a, b) => (a.call.callId < b.call.callId ? -1 : 1))
}

function refuseElsewhere(view: TaskView, file: ScopedPath, wanted: readonly Wanted[]): void {
  if (!file.inside) {
    const words = `${file.shown} is outside of the folder of ${view.displayId}, so it is not changed from here.`
    throw new AppError('not_allowed', words)
  }
  if (wanted.some(({ call }) => call.write !== null && call.write.path !== file.real)) {
    const words = `${view.displayId} changed ${file.shown} in another folder, such as a worktree that is closed by now. Take its work back as a whole instead.`
    throw new AppError('conflict', words)
  }
}

/** The content with all of it taken back or put in; the last change goes first, and comes last. Null is no file. */
function swapAll(
  start: string | null,
  wanted: readonly Wanted[],
  back: boolean,
): { text: string | null } | 'gone' | 'several' {
  let now = start
  for (const { call, display, hunks } of back ? wanted : wanted.toReversed()) {
    const counts = (back ? call.write?.before : call.write?.after) ?? null
    if (now === null && !(back && display.created)) return 'gone'
    let text: string = now ?? ''
    const counted = now === null || hashContent(text) === counts
    // From below, so that the numbers of those above still hold.
    for (const { hunk } of hunks.toReversed()) {
      const swapped = swapHunk(text, { hunk, to: back ? 'after' : 'before', counted })
      if (typeof swapped === 'string') return swapped
      text = swapped.text
    }
    now = !back && display.created && text === '' ? null : text
  }
  return { text: now }
}

function refusal(view: TaskView, path: string, why: 'gone' | 'several', back: boolean): AppError {
  const so = `so nothing was ${back ? 'put back in' : 'taken back'}`
  const words =
    why === 'several'
      ? `The lines of this change stand in several places of ${path}, ${so}. Change the file yourself.`
      : back
        ? `The lines around this change of ${path} are not as they were, ${so}. Change the file yourself, or ask ${view.displayId} for it.`
        : `The lines of ${path} are not as ${view.displayId} left them there, ${so}. Take back later changes in the same place first, or change the file yourself.`
  return new AppError('conflict', words)
}

/** As tools write: whole or not at all, and only over what was read. */
async function write(file: ScopedPath, before: TextFile | null, after: string | null): Promise<void> {
  if (after !== null) {
    await writeTextFile(file, after, before?.hash ?? null)
    return
  }
  if (before !== null) await deletePath(file, await inspectDeletable(file), before.hash)
}

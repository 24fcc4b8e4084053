import { join } from 'node:path'
import type { TaskId } from '../../contract/ids.ts'
import { replayTask } from '../../contract/reduce-task.ts'
import type { TaskEvent } from '../../contract/task-event.ts'
import type { TaskView } from '../../contract/task-view.ts'
import type { Work, WorkHunk } from '../../contract/work.ts'
import { showWork, showWorkFile } from '../engine/show-work.ts'
import type { Store } from '../store/store.ts'
import { createGit } from '../workspace/git.ts'
import { openRoom } from '../workspace/isolation/room.ts'
import { createLooks } from './looks.ts'

/** Work of tasks as it can be read beside an app that is at work on them. */
export type WorkReader = {
  /** As `showWork`. */
  work(taskId: TaskId): Promise<Work | null>
  /** As `showWorkFile`. */
  workFile(
    taskId: TaskId,
    place: { base: string; head: string; path: string },
  ): Promise<{ hunks: WorkHunk[]; tooLarge: boolean }>
}

const pageSize = 2_000

/** Reads it from a store, and from git with what is in the data folder for it. */
export function createWorkReader(store: Store, dataFolder: string): WorkReader {
  const ours = { git: createGit(), dataFolder: join(dataFolder, 'worktrees') }
  const places = { store, isolation: createLooks({ roomOf: (folder) => openRoom(ours, folder) }) }
  return {
    work: (taskId) => showWork(places, viewOf(store, taskId), new AbortController().signal),
    workFile: (taskId, place) => showWorkFile(places, viewOf(store, taskId), place),
  }
}

function viewOf(store: Store, taskId: TaskId): TaskView {
  const view = replayTask(eventsOf(store, taskId))
  if (view === null) throw new Error(`There is no task ${taskId}.`)
  return view
}

function* eventsOf(store: Store, taskId: TaskId): Generator<TaskEvent> {
  for (let after = 0; ; ) {
    const page = store.events.read(taskId, after, pageSize)
    yield* page
    if (page.length < pageSize) return
    after += page.length
  }
}

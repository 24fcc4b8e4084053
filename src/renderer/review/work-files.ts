import type { TaskId } from '../../contract/ids.ts'
import type { WorkHunk } from '../../contract/work.ts'
import type { Client } from '../connection/connection.ts'
import { createResource, type Resource } from '../state/resource.ts'

/** A file between two commits of a task's work. */
export type WorkFilePlace = { taskId: TaskId; base: string; head: string; path: string }

/** How a file changed. Too large a change is not read. */
export type WorkFileChange = { hunks: WorkHunk[]; tooLarge: boolean }

/** Changes of files, each fetched when it is first looked at: commits do not change, so it is fetched once. */
export type WorkFiles = { of: (place: WorkFilePlace) => Resource<WorkFileChange> }

const kept = 200

/** Keeps the last two hundred that were looked at. */
export function createWorkFiles(client: Client): WorkFiles {
  const known = new Map<string, Resource<WorkFileChange>>()
  return {
    of: (place) => {
      const key = JSON.stringify([place.taskId, place.base, place.head, place.path])
      const found = known.get(key)
      if (found !== undefined) return found
      const file = createResource(() => client.task.workFile(place))
      known.set(key, file)
      for (const old of known.keys()) {
        if (known.size <= kept) break
        known.delete(old)
      }
      void file.reload()
      return file
    },
  }
}

import { createHash } from 'node:crypto'
import { AppError } from '../../contract/app-error.ts'
import type { ModeSnapshotId } from '../../contract/ids.ts'
import { type Mode, modeSchema } from '../../contract/mode.ts'
import { canonicalJson } from './canonical-json.ts'
import type { Database } from './database.ts'
import type { Store } from './store.ts'

/** The `modes` table: modes as they were when a task began with them, one row per content. */
export function createModes(database: Database): Store['modes'] {
  const insert = database.prepare<[string, string]>(
    'INSERT INTO modes (id, snapshot) VALUES (?, ?) ON CONFLICT DO NOTHING',
  )
  const select = database.prepare<[string], string>('SELECT snapshot FROM modes WHERE id = ?').pluck()

  // A snapshot never changes, there are few, and every step of every task asks for one.
  const known = new Map<ModeSnapshotId, Mode>()

  function read(id: ModeSnapshotId): Mode | null {
    const snapshot = select.get(id)
    if (snapshot === undefined) return null
    try {
      return modeSchema.parse(JSON.parse(snapshot))
    } catch (cause) {
      throw new AppError(
        'storage_failed',
        `The mode ${id} in ${database.name} is damaged. Switch the tasks that use it to another mode.`,
        { cause },
      )
    }
  }

  return {
    keep(mode) {
      // Parsing leaves out what is no part of a mode, so that it is no part of the hash either.
      const snapshot = canonicalJson(modeSchema.parse(mode))
      const id = createHash('sha256').update(snapshot).digest('hex') as ModeSnapshotId
      insert.run(id, snapshot)
      return id
    },
    get(id) {
      const mode = known.get(id) ?? read(id)
      if (mode !== null) known.set(id, mode)
      return mode
    },
  }
}

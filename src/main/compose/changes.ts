import type { ApiDeps } from '../api/api-deps.ts'
import type { Engine } from '../engine/engine.ts'
import type { Store } from '../store/store.ts'
import type { PathScope } from '../workspace/path-scope.ts'
import { openInEditor } from './open-in-editor.ts'
import { revertEdits } from './revert-edits.ts'
import { subtreeChanges } from './subtree-changes.ts'

/** What people see of changed files, and do with them: wired over the engine, the store and the files. */
export function createChanges(parts: {
  store: Store
  engine: Engine
  scope: PathScope
  dataFolder: string
  environment: Readonly<Record<string, string | undefined>>
}): ApiDeps['changes'] {
  const { store, engine, scope } = parts
  return {
    subtree: (order, signal) => subtreeChanges({ store, engine, now: Date.now }, order, signal),
    edits({ taskId, path }) {
      const { calls } = engine.view(taskId)
      return store.changes
        .patches(taskId, path)
        .map(({ callId, patch }) => ({ callId, patch, reverted: calls[callId]?.reverted ?? [] }))
    },
    revert: (order) => revertEdits({ engine, scope }, order),
    openInEditor: (order) => openInEditor(parts, order),
  }
}

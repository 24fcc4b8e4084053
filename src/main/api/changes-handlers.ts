import type { ApiDeps } from './api-deps.ts'
import { done, implementer } from './implementer.ts'

/** Changed files: looking at them, taking parts back, opening them elsewhere. */
export function changesHandlers({ changes }: ApiDeps) {
  const { changes: calls } = implementer
  return {
    subtree: calls.subtree.handler(({ input, signal }) => changes.subtree(input, signal)),
    edits: calls.edits.handler(({ input }) => changes.edits(input)),
    revert: calls.revert.handler(async ({ input }) => {
      await changes.revert(input)
      return done
    }),
    openInEditor: calls.openInEditor.handler(({ input }) => changes.openInEditor(input)),
  }
}

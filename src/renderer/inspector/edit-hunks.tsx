import { Redo2, Undo2 } from 'lucide-react'
import { useMemo } from 'react'
import type { CallId } from '../../contract/ids.ts'
import { patchHunks } from '../../contract/patch-hunks.ts'
import { DiffView } from '../diff/diff-view.tsx'
import { HunkView } from '../review/hunk-view.tsx'
import { Button } from '../ui/button.tsx'
import { inOrder } from '../ui/in-order.ts'
import { revealHidden } from '../ui/reveal-hidden.ts'
import type { RevertOrder } from './revert-dialog.tsx'

/** An edit that a call made: its patch, and the places of it that were taken back. */
export type ShownEdit = { callId: CallId; patch: string; reverted: readonly number[] }

/** The places of an edit, each with a way to take it back; without `onRevert` to look at. */
export function EditHunks({
  path,
  edit: { callId, patch, reverted },
  onRevert,
}: {
  path: string
  edit: ShownEdit
  onRevert: ((order: RevertOrder) => void) | null
}) {
  const hunks = useMemo(() => patchHunks(patch), [patch])
  if (hunks.length === 0 || hunks.some(({ whole }) => !whole)) {
    return (
      <div className="border-t border-line">
        <DiffView patch={patch} label={`Changes of ${path}`} />
      </div>
    )
  }
  return inOrder(hunks, (hunk, at) => {
    const back = reverted.includes(at)
    return (
      <HunkView
        path={revealHidden(path)}
        hunk={hunk}
        review={null}
        quiet={back}
        note={back ? 'reverted' : ''}
        actions={
          onRevert === null ? null : (
            <Button
              size="small"
              look="quiet"
              icon={back ? <Redo2 className="size-3" /> : <Undo2 className="size-3" />}
              onClick={() => onRevert({ path, edits: [{ callId, hunks: [at] }], back })}
            >
              {back ? 'Put back in' : 'Revert this change'}
            </Button>
          )
        }
      />
    )
  })
}

/** Everything of some edits that can be taken back at once, or null when nothing can. */
export function wholeRevert(path: string, edits: readonly ShownEdit[]): RevertOrder | null {
  const places = edits.flatMap(({ callId, patch, reverted }) => {
    const hunks = patchHunks(patch).flatMap(({ whole }, at) => (whole && !reverted.includes(at) ? [at] : []))
    return hunks.length === 0 ? [] : [{ callId, hunks }]
  })
  return places.length === 0 ? null : { path, edits: places, back: false }
}

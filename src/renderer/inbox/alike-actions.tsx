import { useLayoutEffect, useRef, useState } from 'react'
import { useStore } from 'zustand'
import type { ActionType } from '../../contract/action-type.ts'
import { AlwaysAllowMenu } from '../chat/approval/always-allow-menu.tsx'
import { mayApprove } from '../chat/approval/approval-keys.ts'
import { RejectField } from '../chat/approval/reject-field.tsx'
import { useAppState } from '../state/app-state-context.tsx'
import { useOnline } from '../state/hooks.ts'
import { Button } from '../ui/button.tsx'
import { commonTask } from './alike-words.ts'
import { answerAll } from './answer-all.ts'
import type { InboxSource } from './inbox-source.ts'
import type { WaitingApproval } from './waiting.ts'

/** What one can say to all approvals of a group at once: to those that are listed now, and to no others. */
export function AlikeActions({
  source,
  action,
  things,
  rejecting,
  onRejecting,
}: {
  source: InboxSource
  action: ActionType
  things: readonly WaitingApproval[]
  rejecting: boolean
  onRejecting: (on: boolean) => void
}) {
  const { client, tree } = useAppState()
  const online = useOnline()
  const above = useStore(tree.store, ({ tasks }) => commonTask(things, tasks))
  const [busy, setBusy] = useState<'approved' | 'rejected' | null>(null)
  const shownFor = useShownFor(things)

  const answer = async (decision: 'approved' | 'rejected', feedback: string) => {
    if (busy !== null) return
    setBusy(decision)
    const problems = await answerAll(client, things, { decision, feedback })
    source.tell(
      things.map(({ key }) => key),
      problems,
    )
    setBusy(null)
    if (decision === 'rejected') onRejecting(false)
  }
  const approve = () => {
    if (mayApprove(shownFor())) void answer('approved', '')
  }
  if (rejecting) {
    return (
      <RejectField
        busy={busy === 'rejected'}
        onReject={(feedback) => void answer('rejected', feedback)}
        onBack={() => onRejecting(false)}
      />
    )
  }
  const off = !online || busy !== null
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Button look="primary" data-approve-all busy={busy === 'approved'} disabled={off} onClick={approve}>
        Approve all {things.length}
      </Button>
      <Button disabled={off} onClick={() => onRejecting(true)}>
        Reject all…
      </Button>
      {above === undefined ? null : (
        <AlwaysAllowMenu
          taskId={above.id}
          action={action}
          disabled={off}
          asked={`these ${things.length}`}
          below={`In ${above.displayId} and its subtasks`}
          onAllowed={approve}
        />
      )}
      {online ? null : (
        <p className="w-full text-small text-ink-3">Not connected: nothing can be answered now.</p>
      )}
    </div>
  )
}

/** How long, in ms, all of the things have been there: one that just came takes no yes. */
function useShownFor(things: readonly WaitingApproval[]): () => number {
  const shown = useRef<{ keys: ReadonlySet<string>; at: number }>({ keys: new Set(), at: 0 })
  useLayoutEffect(() => {
    const keys = new Set(things.map(({ key }) => key))
    const grown = !keys.isSubsetOf(shown.current.keys)
    shown.current = { keys, at: grown ? performance.now() : shown.current.at }
  }, [things])
  return () => performance.now() - shown.current.at
}

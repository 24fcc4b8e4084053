import { useState } from 'react'
import { useStore } from 'zustand'
import type { ActionType } from '../../contract/action-type.ts'
import { AlwaysAllowMenu } from '../chat/approval/always-allow-menu.tsx'
import { RejectField } from '../chat/approval/reject-field.tsx'
import { useGrace } from '../chat/approval/use-grace.ts'
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
  const ready = useGrace(useGrowth(things))

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
  const approve = () => void answer('approved', '')
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
      <Button
        look="primary"
        data-approve-all
        busy={busy === 'approved'}
        disabled={off || !ready}
        onClick={approve}
      >
        Approve all {things.length}
      </Button>
      <Button disabled={off} onClick={() => onRejecting(true)}>
        Reject all…
      </Button>
      {above === undefined ? null : (
        <AlwaysAllowMenu
          taskId={above.id}
          action={action}
          disabled={off || !ready}
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

/** How often things came that were not there: one that just came takes no yes. */
function useGrowth(things: readonly WaitingApproval[]): number {
  const keys = new Set(things.map(({ key }) => key))
  const [seen, setSeen] = useState({ keys, times: 0 })
  const same = keys.size === seen.keys.size && keys.isSubsetOf(seen.keys)
  if (!same) setSeen({ keys, times: keys.isSubsetOf(seen.keys) ? seen.times : seen.times + 1 })
  return seen.times
}

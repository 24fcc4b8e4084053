import type { TaskId, TurnId } from '../../../contract/ids.ts'
import { partialArgument } from '../../state/call-arguments.ts'
import { useLiveCalls } from '../../state/hooks.ts'
import type { LivePiece } from '../../state/task-log.ts'
import { revealHidden } from '../../ui/reveal-hidden.ts'
import { Spinner } from '../../ui/spinner.tsx'
import { wordsOf } from '../tool-call/call-words.ts'

/** Tool calls whose arguments are still being written: what they will be about, and how much there is. */
export function LiveCalls({ taskId, turnId }: { taskId: TaskId; turnId: TurnId }) {
  const calls = useLiveCalls(taskId, turnId)
  if (calls.length === 0) return null
  return (
    <ul className="flex min-w-0 flex-col">
      {calls.map((call) => (
        <LiveCall key={call.index} call={call} />
      ))}
    </ul>
  )
}

/** The target stands near the beginning; the rest, the content of a file perhaps, need not be searched. */
const searched = 4000

function LiveCall({ call }: { call: LivePiece }) {
  const words = wordsOf(call.name ?? 'a tool')
  const head = call.text.slice(0, searched)
  const target = words.target.map((name) => partialArgument(head, name)).find(Boolean) ?? ''
  const lines = call.text.split('\\n').length
  return (
    <li className="flex min-h-7 min-w-0 items-center gap-2 px-1.5">
      <span className="text-working">
        <Spinner label="" size={14} />
      </span>
      <span className="shrink-0 text-ink-2">{words.base}</span>
      <span className="min-w-0 truncate font-mono text-small">
        {revealHidden(target.split('\n')[0] ?? '')}
      </span>
      {lines > 1 ? <span className="tabular shrink-0 text-small text-ink-3">{lines} lines</span> : null}
    </li>
  )
}

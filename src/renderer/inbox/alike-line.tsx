import { useId } from 'react'
import { useStore } from 'zustand'
import { ApprovalCard } from '../chat/approval/approval-card.tsx'
import { CardOwnerContext } from '../chat/card-name.tsx'
import { Elapsed } from '../chat/elapsed.tsx'
import { formatDuration } from '../chat/format-time.ts'
import { ChangeCount } from '../diff/change-count.tsx'
import { FoldArrow } from '../ui/fold-arrow.tsx'
import { revealHidden } from '../ui/reveal-hidden.ts'
import { useFold } from '../ui/use-fold.ts'
import type { InboxSource } from './inbox-source.ts'
import { Problem } from './one-entry.tsx'
import type { WaitingApproval } from './waiting.ts'

/** One approval of a group: what it is about, whole where it cannot be had back, and its card on demand. */
export function AlikeLine({ source, thing }: { source: InboxSource; thing: WaitingApproval }) {
  const { task, asked } = thing
  const { open, bodyId, button } = useFold()
  const lineId = useId()
  const problem = useStore(source.store, (state) => state.problems.get(thing.key))
  return (
    <li className="border-b border-line last:border-0">
      <button
        {...button}
        className="flex min-h-8 w-full min-w-0 items-start gap-2 px-2 py-1.5 text-left outline-offset-[-2px] hover:bg-hover"
      >
        <span className="mt-[3px]">
          <FoldArrow open={open} />
        </span>
        <span id={lineId} title={task.title} className="tabular w-14 shrink-0 truncate text-small text-ink-3">
          {task.displayId}
        </span>
        <Subject thing={thing} />
        <Elapsed since={asked.since} />
      </button>
      {problem === undefined ? null : (
        <div className="px-2">
          <Problem words={problem} />
        </div>
      )}
      {open ? (
        <div id={bodyId} className="px-2 pb-1">
          <CardOwnerContext value={lineId}>
            <ApprovalCard taskId={task.id} call={asked.call} approval={asked.approval} />
          </CardOwnerContext>
        </div>
      ) : null}
    </li>
  )
}

function Subject({ thing: { asked } }: { thing: WaitingApproval }) {
  const { subject } = asked.approval
  const mono = 'min-w-0 flex-1 font-mono text-small wrap-anywhere'
  switch (subject.type) {
    case 'edit':
      return (
        <>
          <span className={mono}>
            {revealHidden(subject.path)}
            {subject.created ? <span className="font-sans text-ink-3"> new</span> : null}
          </span>
          <ChangeCount added={subject.added} removed={subject.removed} />
        </>
      )
    case 'delete':
      return (
        <span className={mono}>
          {revealHidden(subject.path)}
          <span className="block font-sans text-ink-2">{subject.what}</span>
        </span>
      )
    case 'command':
      return (
        <span className={`${mono} whitespace-pre-wrap`}>
          {revealHidden(subject.command)}
          <span className="block font-sans text-ink-3">
            in {revealHidden(subject.cwd)}
            {subject.timeoutMs === null ? '' : `, at most ${formatDuration(subject.timeoutMs)}`}
            {subject.background ? ', in the background' : ''}
          </span>
        </span>
      )
    case 'read':
      return (
        <span className={mono}>
          {subject.paths.length === 0 ? revealHidden(subject.summary) : null}
          {subject.paths.map((path) => (
            <span key={path} className="block">
              {revealHidden(path)}
            </span>
          ))}
        </span>
      )
    default:
      // Nothing else is put together.
      return null
  }
}

import { Files, ScanSearch } from 'lucide-react'
import type { TaskId } from '../../../contract/ids.ts'
import { useAppState } from '../../state/app-state-context.tsx'
import { usePreferences, useToasts } from '../../state/hooks.ts'
import { classNames } from '../../ui/class-names.ts'
import { formatCost, formatTokens } from '../../ui/format-cost.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { openXray } from '../../xray/wanted-request.ts'
import { CopyButton } from '../copy-button.tsx'
import { formatDuration, formatWhen } from '../format-time.ts'
import { ForkButton } from '../transcript/fork-button.tsx'
import type { Turn } from './turn.ts'
import { turnMarkdown } from './turn-markdown.ts'

/**
 * What a turn took and what one can do with it, shown while the pointer is over it or something in it has the focus;
 * what it took always, where a person wants turn details.
 */
export function TurnFacts({ taskId, turn }: { taskId: TaskId; turn: Turn }) {
  const app = useAppState()
  const toasts = useToasts()
  const always = usePreferences()?.turnDetails ?? false
  const { usage, durationMs, model, at } = turn
  const facts = [
    formatWhen(at, Date.now()),
    model,
    usage === null ? '' : `${formatTokens(usage.inputTokens)} in`,
    usage !== null && usage.cachedTokens > 0 ? `${formatTokens(usage.cachedTokens)} cached` : '',
    usage === null ? '' : `${formatTokens(usage.outputTokens)} out`,
    durationMs === null ? '' : formatDuration(durationMs),
    usage === null ? '' : formatCost(usage.cost),
  ].filter(Boolean)
  const copyWhole = () => {
    const view = app.tasks.of(taskId).getState().view
    if (view === null) return
    const { calls } = view
    const own = turn.callIds.flatMap((callId) => calls[callId] ?? [])
    app.results
      .load(taskId, own)
      .then(() => navigator.clipboard.writeText(turnMarkdown(turn, calls, app.results.store.getState().of)))
      .then(
        () => toasts.show({ tone: 'done', title: 'Copied the turn as Markdown' }),
        (error) => toasts.failed('Nothing could be copied', error),
      )
  }
  const shown = 'group-hover/turn:opacity-100 group-focus-within/turn:opacity-100'
  return (
    <div
      data-no-find
      className={classNames(
        'z-10 flex h-5 max-w-full items-center gap-0.5 truncate bg-surface pr-2 text-micro text-ink-3',
        always ? '' : `absolute -bottom-5 left-0 opacity-0 transition-opacity duration-100 ${shown}`,
      )}
    >
      <span className="tabular truncate pr-1">{facts.join(' · ')}</span>
      <span className={classNames('flex items-center', always && `opacity-0 ${shown}`)}>
        {turn.text ? <CopyButton text={turn.text} label="Copy answer" /> : null}
        <IconButton
          label="Copy turn as Markdown"
          size="small"
          icon={<Files className="size-3.5" />}
          onClick={copyWhole}
        />
        <IconButton
          label="What the model was sent"
          size="small"
          icon={<ScanSearch className="size-3.5" />}
          onClick={() => openXray(app, taskId, turn.id)}
        />
        <ForkButton taskId={taskId} itemId={turn.id} />
      </span>
    </div>
  )
}

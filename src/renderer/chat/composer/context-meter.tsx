import type { TaskId } from '../../../contract/ids.ts'
import { useAppState } from '../../state/app-state-context.tsx'
import { useProviders, useTaskView } from '../../state/hooks.ts'
import { formatTokens } from '../../ui/format-cost.ts'
import { Tooltip } from '../../ui/tooltip.tsx'
import { modelInForce } from './choose-model.ts'

const radius = 6
const circumference = 2 * Math.PI * radius
/** From here on the conversation soon no longer fits. */
const full = 0.8

/** How much of what the model can take in the conversation fills, as far as that is known. */
export function ContextMeter({ taskId }: { taskId: TaskId }) {
  const used = useTaskView(taskId, (view) => view.contextTokens) ?? 0
  const providerId = useTaskView(taskId, (view) => view.providerId) ?? null
  const model = useTaskView(taskId, (view) => view.model) ?? null
  const mode = useTaskView(taskId, (view) => view.mode) ?? ''
  const providers = useProviders()
  const { chrome } = useAppState()
  if (used === 0) return null
  const window =
    providers === null
      ? null
      : (modelInForce(providers, { providerId, model, mode })?.provider.contextWindow ?? null)
  const share = window === null ? null : Math.min(1, used / window)
  const words =
    share === null || window === null
      ? `${formatTokens(used)} tokens in context. How many fit is not known: say so in the provider’s settings.`
      : `${formatTokens(used)} of ${formatTokens(window)} tokens in context, ${Math.round(share * 100)} %`
  return (
    <Tooltip label={words} side="top">
      <button
        type="button"
        aria-label={words}
        onClick={() => chrome.setRight({ open: true, tab: 'context' })}
        className="tabular inline-flex h-7 items-center gap-1.5 rounded-md px-1.5 text-small text-ink-3 hover:bg-hover hover:text-ink"
      >
        {share === null ? null : (
          <svg viewBox="0 0 16 16" aria-hidden className="size-4 -rotate-90">
            <circle cx="8" cy="8" r={radius} fill="none" strokeWidth="2.5" className="stroke-line-strong" />
            <circle
              cx="8"
              cy="8"
              r={radius}
              fill="none"
              strokeWidth="2.5"
              strokeDasharray={`${share * circumference} ${circumference}`}
              className={share >= full ? 'stroke-approval' : 'stroke-accent'}
            />
          </svg>
        )}
        {formatTokens(used)}
      </button>
    </Tooltip>
  )
}

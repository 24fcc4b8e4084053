import type { TaskId } from '../../contract/ids.ts'
import type { WorktreeInfo } from '../../contract/worktree-settings.ts'
import { useAppState } from '../state/app-state-context.tsx'
import { useTaskSummary } from '../state/hooks.ts'
import { Badge } from '../ui/badge.tsx'
import { Button } from '../ui/button.tsx'
import { StatusDot } from '../ui/status-dot.tsx'
import { shownStatus, statusInfo } from '../ui/status-info.ts'

const stateBadges: Record<WorktreeInfo['state'], { tone: 'outline' | 'approval' | 'failed'; words: string }> =
  {
    clean: { tone: 'outline', words: 'unchanged' },
    kept: { tone: 'outline', words: 'work, kept' },
    work: { tone: 'approval', words: 'work' },
    locked: { tone: 'outline', words: 'locked' },
    gone: { tone: 'failed', words: 'folder gone' },
    half: { tone: 'failed', words: 'incomplete' },
    unknown: { tone: 'failed', words: 'unknown' },
  }

/** One worktree: whose it is, what lies in it, where it is, and what can be done with it. */
export function WorktreeCard({ info, onRemove }: { info: WorktreeInfo; onRemove: () => void }) {
  const { navigation } = useAppState()
  const { task, state, words, path, inUse } = info
  const summary = useTaskSummary((task?.id ?? null) as TaskId | null)
  const name = task === null ? 'A task that is gone' : `${task.displayId} ${task.title}`
  const badge = stateBadges[state]
  return (
    <li aria-label={name} className="rounded-lg border border-line bg-raised px-3 py-2.5">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <div className="flex min-w-40 flex-1 items-center gap-1.5">
          {summary === undefined ? null : (
            <span title={statusInfo[shownStatus(summary)].label} className="flex shrink-0">
              <StatusDot status={shownStatus(summary)} />
            </span>
          )}
          {task === null ? null : (
            <span className="tabular shrink-0 text-micro text-ink-3">{task.displayId}</span>
          )}
          <span className="min-w-0 truncate font-medium">{task === null ? name : task.title}</span>
          <Badge tone={badge.tone}>{badge.words}</Badge>
        </div>
        <div className="flex shrink-0 gap-2">
          {summary === undefined ? null : (
            <Button size="small" onClick={() => navigation.openTask(summary.id)}>
              Open task
            </Button>
          )}
          <Button size="small" disabled={inUse || state === 'locked'} onClick={onRemove}>
            Remove…
          </Button>
        </div>
      </div>
      <p className="mt-1 text-small text-ink-2">
        {inUse ? `A task may still go on in it. ${firstOf(words)}` : words}
      </p>
      <p className="mt-0.5 font-mono text-small break-all text-ink-3 select-text">{path}</p>
    </li>
  )
}

/** While it cannot be removed, what removing would do is beside the point. */
function firstOf(words: string): string {
  return `${words.split('. ')[0]?.replace(/\.$/, '')}.`
}

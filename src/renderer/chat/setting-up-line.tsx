import type { TaskId } from '../../contract/ids.ts'
import { settingUp } from '../../contract/live-delta.ts'
import { useLiveText, useTaskView } from '../state/hooks.ts'
import { readTerminal } from '../terminal/read-terminal.ts'
import { revealHidden } from '../ui/reveal-hidden.ts'
import { Spinner } from '../ui/spinner.tsx'

/** That the task's worktree is being set up, and the last line of what its commands say. */
export function SettingUpLine({ taskId }: { taskId: TaskId }) {
  const output = useLiveText(taskId, settingUp, 'output')
  const atWork = useTaskView(
    taskId,
    ({ worktree, status }) => worktree?.prepared === false && status === 'in_progress',
  )
  if (!atWork) return null
  const lines = readTerminal(output.slice(-4_000)).map((spans) => spans.map(({ text }) => text).join(''))
  const last = lines.findLast((line) => line.trim() !== '') ?? ''
  return (
    <p role="status" className="mb-2 flex min-w-0 items-center gap-2 px-1 text-small text-ink-2">
      <span className="text-working">
        <Spinner label="" size={12} />
      </span>
      <span className="shrink-0">Setting up its worktree</span>
      <span aria-hidden className="min-w-0 truncate font-mono text-ink-3">
        {revealHidden(last)}
      </span>
    </p>
  )
}

import { SquareTerminal } from 'lucide-react'
import { useMemo } from 'react'
import type { TaskId } from '../../contract/ids.ts'
import { useTaskView } from '../state/hooks.ts'
import { LiveOutput } from '../terminal/live-output.tsx'
import { WholeOutput } from '../terminal/whole-output.tsx'
import { Badge } from '../ui/badge.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { FoldEntry } from './fold-entry.tsx'
import { listCommands, type RanCommand } from './list-changes.ts'

const noCalls = {}

/** The commands the task ran, the newest first, with their output. */
export function TerminalTab({ taskId }: { taskId: TaskId }) {
  const calls = useTaskView(taskId, (view) => view.calls) ?? noCalls
  const commands = useMemo(() => listCommands(calls), [calls])
  if (commands.length === 0) {
    return (
      <EmptyState icon={<SquareTerminal />} title="No commands">
        Commands this task runs are listed here with their output.
      </EmptyState>
    )
  }
  return (
    <div className="pb-4">
      {commands.map((command, at) => (
        <CommandEntry key={command.callId} taskId={taskId} command={command} first={at === 0} />
      ))}
    </div>
  )
}

function CommandEntry({ taskId, command, first }: { taskId: TaskId; command: RanCommand; first: boolean }) {
  return (
    <FoldEntry
      openAtFirst={first}
      line={
        <>
          <code title={command.command} className="min-w-0 flex-1 truncate font-mono text-small">
            {command.command}
          </code>
          <ExitBadge command={command} />
        </>
      }
      body={() => <Output taskId={taskId} command={command} />}
    />
  )
}

function ExitBadge({ command: { running, display } }: { command: RanCommand }) {
  if (running) return <Badge tone="working">running</Badge>
  if (display === null) return null
  if (display.exitCode === 0) return <Badge tone="done">exit 0</Badge>
  return (
    <Badge tone={display.exitCode === null ? 'idle' : 'failed'}>
      {display.exitCode === null ? display.ended : `exit ${display.exitCode}`}
    </Badge>
  )
}

function Output({ taskId, command }: { taskId: TaskId; command: RanCommand }) {
  const { callId, display } = command
  return (
    <div className="border-t border-line bg-sunken">
      {display === null ? (
        <LiveOutput taskId={taskId} callId={callId} />
      ) : (
        <WholeOutput
          taskId={taskId}
          command={display.command}
          commandId={display.commandId}
          folded={display.output}
          bytes={display.bytes}
        />
      )}
    </div>
  )
}

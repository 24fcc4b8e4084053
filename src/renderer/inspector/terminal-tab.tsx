import { ChevronRight, SquareTerminal } from 'lucide-react'
import { Collapsible } from 'radix-ui'
import { useMemo, useState } from 'react'
import type { TaskId } from '../../contract/ids.ts'
import { LiveOutput } from '../chat/terminal/live-output.tsx'
import { WholeOutput } from '../chat/terminal/whole-output.tsx'
import { useTaskView } from '../state/hooks.ts'
import { Badge } from '../ui/badge.tsx'
import { classNames } from '../ui/class-names.ts'
import { EmptyState } from '../ui/empty-state.tsx'
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
  const [open, setOpen] = useState(first)
  return (
    <Collapsible.Root open={open} onOpenChange={setOpen} className="border-t border-line last:border-b">
      <Collapsible.Trigger className="flex min-h-8 w-full items-center gap-1.5 px-2 py-1 text-left outline-offset-[-2px] hover:bg-hover">
        <ChevronRight
          aria-hidden
          className={classNames(
            'size-3.5 shrink-0 text-ink-3 transition-transform duration-100',
            open && 'rotate-90',
          )}
        />
        <code title={command.command} className="min-w-0 flex-1 truncate font-mono text-[12px]">
          {command.command}
        </code>
        <ExitBadge command={command} />
      </Collapsible.Trigger>
      <Collapsible.Content>
        <Output taskId={taskId} command={command} />
      </Collapsible.Content>
    </Collapsible.Root>
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
          commandId={display.commandId}
          folded={display.output}
          bytes={display.bytes}
        />
      )}
    </div>
  )
}

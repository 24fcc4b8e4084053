import { useEffect, useState } from 'react'
import type { TaskId } from '../../../contract/ids.ts'
import { errorText } from '../../connection/error-text.ts'
import { useClient } from '../../state/hooks.ts'
import { TerminalText } from '../../terminal/terminal-text.tsx'
import { Panel } from '../tool-call/panel.tsx'

/** Of a long output only the end is shown: there stands what it was doing last. */
const shownBytes = 64 * 1024

type Kept = { text: string; cut: boolean }

/** What a command had written by the time it was cut off. Nothing when it had written nothing. */
export function KeptOutput({ taskId, commandId }: { taskId: TaskId; commandId: string }) {
  const client = useClient()
  const [kept, setKept] = useState<Kept | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  useEffect(() => {
    let gone = false
    const read = async () => {
      const first = await client.task.readOutput({ taskId, commandId, offset: 0 })
      if (first.nextOffset === null) return { text: first.text, cut: false }
      const offset = Math.max(0, first.totalBytes - shownBytes)
      return { text: (await client.task.readOutput({ taskId, commandId, offset })).text, cut: true }
    }
    read().then(
      (found) => gone || setKept(found),
      (error) => gone || setProblem(errorText(error)),
    )
    return () => {
      gone = true
    }
  }, [client, taskId, commandId])

  if (problem !== null) return <p className="text-small text-ink-3">{problem}</p>
  if (kept === null || kept.text === '') return null
  return (
    <Panel
      title={kept.cut ? 'The end of what it had written' : 'What it had written'}
      plainTitle
      copy={kept.text}
      copyLabel="Copy output"
    >
      <TerminalText output={kept.text} label="Output kept of the command" follow />
    </Panel>
  )
}

import { memo } from 'react'
import type { CallId, TaskId } from '../../contract/ids.ts'
import { useLiveText } from '../state/hooks.ts'
import { TerminalText } from './terminal-text.tsx'

/** Of a running command only the last of its output is drawn: it may be drawn again with every frame. */
const shown = 12_000

/** What a running command prints, as it comes. */
export const LiveOutput = memo(function LiveOutput({ taskId, callId }: { taskId: TaskId; callId: CallId }) {
  const output = useLiveText(taskId, callId, 'output')
  if (output === '') return null
  return <TerminalText output={tail(output)} label="Output so far" follow />
})

function tail(output: string): string {
  if (output.length <= shown) return output
  const from = output.indexOf('\n', output.length - shown)
  return output.slice(from === -1 ? -shown : from + 1)
}

import type { TaskId } from '../../../contract/ids.ts'
import type { ToolCallView } from '../../../contract/task-view.ts'
import { DiffView } from '../../diff/diff-view.tsx'
import { lineOf, OpenInEditor } from '../../diff/open-in-editor.tsx'
import { LiveOutput } from '../../terminal/live-output.tsx'
import { WholeOutput } from '../../terminal/whole-output.tsx'
import { LongText } from '../markdown/long-text.tsx'
import { CheckResults } from '../receipt/check-list.tsx'
import { describeOutcome } from './call-outcome.ts'
import { CallRecord } from './call-record.tsx'
import { Panel } from './panel.tsx'
import { WholeResult } from './whole-result.tsx'

/** Everything about a call: what was asked, what came of it, and who let it run. */
export function CallBody({ taskId, call }: { taskId: TaskId; call: ToolCallView }) {
  const meaning = describeOutcome(call)?.meaning ?? null
  const feedback = call.approval?.feedback.trim() || call.unknown?.note.trim() || ''
  return (
    <div className="flex flex-col gap-2">
      {meaning === null ? null : <p className="text-small text-ink-2">{meaning}</p>}
      {feedback === '' ? null : (
        <p className="text-small text-ink-2">
          You said: <span className="whitespace-pre-wrap text-ink select-text">{feedback}</span>
        </p>
      )}
      <Shown taskId={taskId} call={call} />
      <CallRecord taskId={taskId} call={call} />
    </div>
  )
}

/** What a person wants to see of the call: the diff, the output, or else the result's own words. */
function Shown({ taskId, call }: { taskId: TaskId; call: ToolCallView }) {
  const { display, result, status, callId } = call
  if (status === 'running') {
    return (
      <div className="overflow-hidden rounded-lg border border-line empty:hidden">
        <LiveOutput taskId={taskId} callId={callId} />
      </div>
    )
  }
  if (display?.type === 'edit') {
    return (
      <Panel
        title={display.path}
        copy={display.patch}
        copyLabel="Copy diff"
        actions={<OpenInEditor taskId={taskId} path={display.path} line={lineOf(display.patch)} />}
      >
        <DiffView patch={display.patch} label={`Changes to ${display.path}`} />
      </Panel>
    )
  }
  if (display?.type === 'command') {
    const { command, commandId, output, bytes, ended } = display
    return (
      <Panel title={command} subtitle={ended} copy={command} copyLabel="Copy command">
        <WholeOutput taskId={taskId} command={command} commandId={commandId} folded={output} bytes={bytes} />
      </Panel>
    )
  }
  if (display?.type === 'checks') return <CheckResults results={display.results} />
  if (result === null) return null
  return (
    <WholeResult taskId={taskId} call={call}>
      {(whole) =>
        whole === '' ? null : (
          <Panel
            title="Result"
            plainTitle
            copy={whole}
            copyLabel="Copy result"
            actions={
              display?.type === 'file' ? (
                <OpenInEditor taskId={taskId} path={display.path} line={display.fromLine} />
              ) : undefined
            }
          >
            <div className="max-h-96 overflow-auto px-3">
              <LongText text={whole} />
            </div>
          </Panel>
        )
      }
    </WholeResult>
  )
}

import type { TaskSummary } from '../../../contract/task-summary.ts'
import type { TaskView, ToolCallView } from '../../../contract/task-view.ts'

/** The call that a task asks a person about because nobody knows what became of it, or null. */
export function openDoubt(view: TaskView): ToolCallView | null {
  return Object.values(view.calls).find(({ status }) => status === 'outcome_unknown') ?? null
}

/** What is known of such a call, and what to type about it, a line for each thing one can say. */
export function doubtWords(task: TaskSummary, call: ToolCallView, data: string | undefined): string {
  const where = data === undefined ? '' : ` --data ${shellWord(data)}`
  const command = `treeline settle ${task.displayId} --call ${call.callId}${where}`
  const lines = [
    call.unknown?.what ?? '',
    `To run it again:          ${command} rerun`,
    `If it was carried out:    ${command} done --note "…"`,
    `To go on without it:      ${command} skip`,
  ]
  return lines.map((line) => `  ${line}\n`).join('')
}

/** A word as a shell reads it back. */
export function shellWord(text: string): string {
  return /^[\w./:@%+=-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`
}

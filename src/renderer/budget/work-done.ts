import type { BudgetState } from '../../contract/budget.ts'
import type { TaskView } from '../../contract/task-view.ts'

/** What came of the work so far, in a line: steps of the list, files, commands, and the subtasks of the budget. */
export function workDone({
  calls,
  todos,
  subtasks,
}: Pick<TaskView, 'calls' | 'todos'> & { subtasks: BudgetState['subtasks'] | null }): string {
  const files = new Set<string>()
  let commands = 0
  for (const { display } of Object.values(calls)) {
    if (display?.type === 'edit' || display?.type === 'delete') files.add(display.path)
    if (display?.type === 'command') commands++
  }
  const done = todos.filter(({ status }) => status === 'completed').length
  const parts = [
    todos.length > 0 ? `${done} of ${todos.length} steps done` : '',
    files.size > 0 ? `${count(files.size, 'file')} changed here` : '',
    commands > 0 ? `${count(commands, 'command')} run here` : '',
    subtasks === null ? '' : subtaskWords(subtasks),
  ].filter((part) => part !== '')
  return parts.length === 0 ? 'nothing that can be counted.' : `${parts.join(', ')}.`
}

function subtaskWords({ completed, open, failed }: BudgetState['subtasks']): string {
  const all = completed + open + failed
  if (all === 0) return ''
  const words = [`${completed} of ${count(all, 'subtask')} of the budget completed`]
  if (failed > 0) words.push(`${failed} ended without`)
  return words.join(', ')
}

const count = (amount: number, what: string): string => `${amount} ${what}${amount === 1 ? '' : 's'}`

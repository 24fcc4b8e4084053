import type { TaskSummary } from '../../contract/task-summary.ts'
import { errorText } from '../connection/error-text.ts'
import type { Toasts } from '../state/toasts.ts'

/**
 * Does something to one task after the other, all of them, whatever becomes of the others. Returns those it was done
 * to, and for the others why not, in words. Never rejects.
 */
export async function doToEach(
  tasks: readonly TaskSummary[],
  work: (task: TaskSummary) => Promise<unknown>,
): Promise<{ done: TaskSummary[]; refused: string[] }> {
  const done: TaskSummary[] = []
  const refused: string[] = []
  for (const task of tasks) {
    try {
      await work(task)
      done.push(task)
    } catch (error) {
      const words = errorText(error)
      refused.push(words.includes(task.displayId) ? words : `${task.displayId}: ${words}`)
    }
  }
  return { done, refused }
}

/** Names one task by its id and several by their number. */
export function nameTasks(tasks: readonly Pick<TaskSummary, 'displayId'>[]): string {
  return tasks.length === 1 ? (tasks[0]?.displayId ?? '') : `${tasks.length} tasks`
}

/** Says in one toast what was refused of what was asked, if anything was. `verb` is a participle: "archived". */
export function tellRefused(
  toasts: Toasts,
  verb: string,
  asked: readonly Pick<TaskSummary, 'displayId'>[],
  refused: readonly string[],
): void {
  if (refused.length === 0) return
  const [only] = asked
  const none = refused.length === asked.length
  const what =
    asked.length === 1 && only !== undefined
      ? `${only.displayId} was not`
      : none
        ? 'Nothing was'
        : 'Not everything was'
  toasts.show({ tone: 'failed', title: `${what} ${verb}`, detail: refused.join(' ') })
}

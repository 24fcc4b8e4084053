import type { TaskId } from './ids.ts'

/** The target under which a summary of a task's history is streamed while it is written. */
export const condensing = 'condensing'

/** The target under which the output of the commands that set up a task's worktree is streamed. */
export const settingUp = 'set-up'

/**
 * What is not stored: a piece of a turn that is being streamed, or of a command that is running.
 * `offset` is the number of UTF-16 units of that channel that came before, so that a late watcher who is
 * sent the whole so far (offset 0) and then pieces never doubles or loses one.
 */
export type LiveDelta = {
  taskId: TaskId
  /** A turn id for `text`, `reasoning` and `arguments`; a call id or `settingUp` for `output`; `condensing` for a summary's `text`. */
  target: string
  channel: 'text' | 'reasoning' | 'arguments' | 'output'
  /** Which call of the turn, for `arguments`; else 0. */
  index: number
  offset: number
  text: string
  /** The tool's name, with `arguments` only. */
  name?: string
}

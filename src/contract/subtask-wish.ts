import type { ToolCallView } from './task-view.ts'

/** What a call of `new_task` wishes for, as far as its raw arguments can be read. */
export type SubtaskWish = {
  name: string | null
  mode: string | null
  /** What the subtask is to be told, or null where nothing readable says so. */
  message: string | null
  dependsOn: string[]
  background: boolean
  /** Globs outside of which it is to change nothing, or null where it names none that can be read. */
  paths: string[] | null
  /** Whether it is under way in a worktree of its own. */
  isolated: boolean
}

/** Reads a call's arguments leniently: what is wrong with them is said when the call is settled. */
export function readWish(call: Pick<ToolCallView, 'arguments' | 'subtask'>): SubtaskWish {
  const args = parse(call.arguments)
  const text = (value: unknown) => (typeof value === 'string' ? value : null)
  const texts = (value: unknown) =>
    Array.isArray(value) && value.length > 0 && value.every((one) => typeof one === 'string') ? value : null
  const names = Array.isArray(args.depends_on) ? args.depends_on : [args.depends_on]
  return {
    name: text(args.name),
    mode: call.subtask?.mode ?? text(args.mode),
    message: call.subtask?.message ?? text(args.message),
    dependsOn: names.flatMap((name) => text(name) ?? []),
    background: call.subtask?.background ?? args.background === true,
    paths: call.subtask === null ? texts(args.paths) : (call.subtask.paths ?? null),
    isolated: call.subtask?.worktree === true,
  }
}

function parse(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}

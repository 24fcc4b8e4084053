import { z } from 'zod'
import type { ActionType } from '../../contract/action-type.ts'
import type { Checks } from '../../contract/checks.ts'
import type { CallId, TaskId } from '../../contract/ids.ts'
import type { EffectiveMode, Mode, ToolGroup } from '../../contract/mode.ts'
import type { ToolDefinition } from '../../contract/tool-definition.ts'
import type { ApprovalSubject, Suggestion, TodoItem, ToolDisplay } from '../../contract/tool-display.ts'

/** What a finished call leaves: `text` for the model, `display` for people. `error` marks a failed attempt. */
export type ToolResult = {
  outcome: 'ok' | 'error' | 'rejected' | 'cancelled'
  text: string
  display?: ToolDisplay | null
}

/**
 * What a call is about to do, worked out without doing it: what an approval shows and policy judges.
 * `execute` then does exactly this. `paths` are absolute; the mode's `fileRegex` is held against those of
 * an edit. `write` lets a crash be settled by comparing hashes. Null tells that the result will come another way:
 * with the return of a subtask.
 */
export type ToolPlan = {
  action: ActionType
  subject: ApprovalSubject
  /** A few words for the tree's row: "apply_diff src/a.ts". */
  activity: string
  paths?: string[]
  write?: { path: string; before: string | null; after: string | null }
  execute(context: ToolContext, edited: { mode: string; message: string } | null): Promise<ToolResult | null>
}

/** What the engine lends a tool for one call. Nothing here knows the database or the screen. */
export type ToolContext = {
  taskId: TaskId
  callId: CallId
  /** The absolute folder the task works in: its workspace, or its worktree. */
  folder: string
  mode: Mode
  /** Aborts when the task is stopped or cancelled. */
  signal: AbortSignal
  commandTimeoutMs: number
  /** The modes in force for the task's workspace. */
  modes(): EffectiveMode[]
  /** Streams a piece of output to whoever watches; not stored. */
  output(text: string): void
  /** Records that a command runs, before its first output, so that a crash can find it again. */
  commandStarted(commandId: string, pid: number): void
  /** What became of another subtask of this turn, by the name its call gave it. */
  sibling(name: string): Sibling
  /** Starts a child. Null when its return will be the result; for one in the background the result is now. */
  startSubtask(order: {
    mode: string
    message: string
    background: boolean
    todos: TodoItem[]
    /** What must hold before it may finish. */
    checks?: Checks | undefined
    /** Globs outside of which it may change nothing. */
    paths?: string[] | undefined
    /** Whether the other subtasks of this turn are cancelled when it fails. */
    stopsOthers?: boolean | undefined
  }): Promise<ToolResult | null>
  /** What the task hands over when it ends now, for whoever is to approve that. */
  finishing(): Promise<Pick<Extract<ApprovalSubject, { type: 'completion' }>, 'work' | 'active'>>
  /** Ends the task with its result. For a child this delivers the summary to its parent. */
  complete(result: string): Promise<ToolResult>
  /** Writes to the parent or a child of the task. */
  sendPrompt(prompt: Prompt): Promise<ToolResult>
  /** Waits for one subtask by its display id, or for all; with `first` only until any report has come. */
  waitForSubtasks(subtask: string | null, first: boolean): Promise<ToolResult>
  /** Asks the person and waits. */
  ask(question: string, suggestions: Suggestion[]): Promise<{ answer: string; mode: string | null }>
  switchMode(slug: string, reason: string): Promise<ToolResult>
  setTodos(items: TodoItem[]): Promise<void>
}

/** A message to another task, by its display id or as "parent". */
export type Prompt = { to: string; kind: 'progress' | 'blocker' | 'answer' | 'redirect'; message: string }

/** A subtask asked for in the same turn: how it ended, or that it has not, or that there is none of that name. */
export type Sibling =
  | { state: 'completed'; displayId: string; summary: string }
  | { state: 'failed' | 'open' | 'missing' }

/** Something a model may call. `plan` throws ToolError for what the model should mend. */
export type Tool<S extends z.ZodObject = z.ZodObject> = {
  name: string
  /** The group a mode must grant; null for the always-available tools. */
  group: ToolGroup | null
  /** What the model reads. */
  description: string
  schema: S
  /** Whether running it a second time after a crash does no harm. */
  repeatable: boolean
  plan(args: z.infer<S>, context: ToolContext): Promise<ToolPlan>
}

/** A failure that the model can mend; its message is the tool's result. */
export class ToolError extends Error {
  constructor(message: string, options?: { cause?: unknown }) {
    super(message, options)
    this.name = 'ToolError'
  }
}

/** Types a tool by its schema and hides the type, so that tools of all schemas live in one set. */
export function defineTool<S extends z.ZodObject>(tool: Tool<S>): Tool {
  return tool as unknown as Tool
}

/**
 * The tool as a model sees it. The JSON schema is made from the zod schema: one source for what is asked
 * and what is checked.
 */
export function toolDefinition(tool: Tool): ToolDefinition {
  const { $schema: _, ...parameters } = z.toJSONSchema(tool.schema, { io: 'input' }) as Record<
    string,
    unknown
  >
  return { name: tool.name, description: tool.description, parameters }
}

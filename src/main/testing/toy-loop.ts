import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { ChatMessage } from '../model/model-client.ts'
import { createModelClient } from '../model/openai-client.ts'
import { noToolNudge, rejection, subtaskReturn, unavailableTool } from '../prompt/nudges.ts'
import { applySearchReplace } from '../tools/edits/search-replace.ts'
import { testEndpoint } from './ask-model.ts'

/** A task that the toy loop ran, with everything that was said in it. */
export type ToyTask = { mode: string; messages: ChatMessage[]; result: string | null; children: ToyTask[] }

/** What a test says about a call before it is made: nothing lets it pass, text is its result instead. */
export type Interfere = (call: {
  mode: string
  name: string
  args: Record<string, unknown>
  nth: number
}) => string | null

/** The tools of the toy, by mode; every other mode has `attempt_completion` alone. */
const TOOLS: Record<string, string[]> = {
  orchestrator: ['update_todo_list', 'new_task', 'attempt_completion'],
  architect: ['read_file', 'write_to_file', 'attempt_completion'],
  code: ['read_file', 'write_to_file', 'apply_diff', 'execute_command', 'attempt_completion'],
  review: ['read_file', 'execute_command', 'attempt_completion'],
}

const MOST_TURNS = 40

/**
 * Runs a task and its subtasks against a model, in a real folder, with the plainest loop there can be: no
 * engine, no store, no approvals. Good for playing a script through. `interfere` may answer a call in a
 * person's or a tool's place; `say` may put in a person's message before a turn. Throws when a task does
 * not end in 40 turns or a request fails.
 */
export async function runToyTask(order: {
  baseUrl: string
  folder: string
  mode: string
  message: string
  interfere?: Interfere
  say?(mode: string, turn: number): string | null
  tools?: Record<string, string[]>
}): Promise<ToyTask> {
  const { baseUrl, folder, mode, interfere = () => null, say = () => null } = order
  const names = (order.tools ?? TOOLS)[mode] ?? ['attempt_completion']
  const tools = names.map((name) => ({
    name,
    description: name,
    parameters: { type: 'object', properties: {} },
  }))
  const messages: ChatMessage[] = [
    { role: 'system', content: `You are a toy.\nMode: ${mode}` },
    { role: 'user', content: order.message },
  ]
  const task: ToyTask = { mode, messages, result: null, children: [] }
  const client = createModelClient()
  let calls = 0
  for (let turn = 0; turn < MOST_TURNS && task.result === null; turn++) {
    const said = say(mode, turn)
    if (said !== null) messages.push({ role: 'user', content: said })
    const endpoint = testEndpoint(baseUrl)
    const outcome = await client.streamTurn(
      { endpoint, messages, tools },
      () => {},
      new AbortController().signal,
    )
    if (outcome.status !== 'answered') throw new Error(JSON.stringify(outcome))
    messages.push({ role: 'assistant', content: outcome.text, calls: outcome.calls })
    if (outcome.calls.length === 0) messages.push({ role: 'user', content: noToolNudge })
    for (const call of outcome.calls) {
      const args = JSON.parse(call.arguments)
      const instead = interfere({ mode, name: call.name, args, nth: calls++ })
      const content = instead ?? (await carryOut(call.name, args))
      messages.push({ role: 'tool', callId: call.id, content })
      if (call.name === 'attempt_completion' && instead === null) task.result = args.result
    }
  }
  if (task.result === null) throw new Error(`The task in mode ${mode} did not end in ${MOST_TURNS} turns.`)
  return task

  async function carryOut(name: string, args: Record<string, string>): Promise<string> {
    if (!names.includes(name)) return unavailableTool({ tool: name, mode, names })
    const path = join(folder, args.path ?? '')
    switch (name) {
      case 'read_file': {
        if (!existsSync(path)) return `There is no file ${args.path}.`
        const lines = readFileSync(path, 'utf8').split('\n')
        return lines.map((line, index) => `${index + 1} | ${line}`).join('\n')
      }
      case 'write_to_file':
        mkdirSync(dirname(path), { recursive: true })
        writeFileSync(path, args.content ?? '')
        return `Wrote ${args.path}.`
      case 'apply_diff': {
        const edit = applySearchReplace(readFileSync(path, 'utf8'), args.diff ?? '')
        if (!edit.ok) return edit.error
        writeFileSync(path, edit.content)
        return `Changed ${args.path}.`
      }
      case 'execute_command':
        return runCommand(args.command ?? '', folder)
      case 'new_task': {
        const child = await runToyTask({ ...order, mode: args.mode ?? '', message: args.message ?? '' })
        task.children.push(child)
        const displayId = `TOY-${task.children.length + 1}`
        return subtaskReturn({
          displayId,
          mode: child.mode,
          outcome: 'completed',
          summary: child.result ?? '',
        })
      }
      default:
        return 'Done.'
    }
  }
}

/** The result of a call that a person rejected. */
export function rejected(name: string, feedback: string): string {
  const action = {
    new_task: 'subtask_create',
    attempt_completion: 'subtask_finish',
    execute_command: 'command',
  } as const
  return rejection(action[name as keyof typeof action] ?? 'edit', feedback)
}

function runCommand(command: string, cwd: string): string {
  const { NODE_TEST_CONTEXT: _, ...env } = process.env
  const [program = '', ...args] = command.split(' ')
  try {
    return execFileSync(program === 'node' ? process.execPath : program, args, { cwd, env, encoding: 'utf8' })
  } catch (error) {
    return `The command failed: ${(error as { stdout?: string }).stdout ?? ''}${String(error)}`
  }
}

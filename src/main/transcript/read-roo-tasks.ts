import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { AppError } from '../../contract/app-error.ts'
import type { CallId, ModeSnapshotId, ProviderId, TaskId, WorkspaceId } from '../../contract/ids.ts'
import type { TaskEventBody } from '../../contract/task-event.ts'
import type { Usage } from '../../contract/usage.ts'
import { fieldsOf, readRooMessages } from './read-roo-messages.ts'
import type { ReadTask } from './read-transcript-json.ts'

const conversation = 'api_conversation_history.json'
const mostBytes = 256 * 1024 * 1024

type Folder = { name: string; path: string; about: Record<string, unknown> }

/**
 * The tasks that Roo Code, Kilo Code or Cline keep in a folder: one of `tasks/<id>`, or a folder of such folders.
 * `parentTaskId` in `history_item.json` or `task_metadata.json` (packages/types/src/history.ts of
 * RooCodeInc/Roo-Code) makes one the child of another that is there. What is not understood is kept as text and said
 * in `notes`. Throws AppError `bad_request` where there is none.
 */
export function readRooTasks(path: string): { tasks: ReadTask[]; notes: string[] } {
  const names = existsSync(join(path, conversation))
    ? ['.']
    : readdirSync(path).filter((name) => existsSync(join(path, name, conversation)))
  if (names.length === 0) {
    throw new AppError(
      'bad_request',
      `${path} holds no task: there is no ${conversation} in it or one level below.`,
    )
  }
  const notes: string[] = []
  const folders = names.sort().map((name): Folder => {
    const own = join(path, name)
    const about = {
      ...fieldsOf(readJson(own, 'task_metadata.json', notes)),
      ...fieldsOf(readJson(own, 'history_item.json', notes)),
    }
    return { name: typeof about.id === 'string' ? about.id : basename(own), path: own, about }
  })
  const byName = new Map(folders.map((folder) => [folder.name, folder]))
  const chainOf = (folder: Folder): Folder[] => {
    const chain = [folder]
    for (let one = byName.get(String(folder.about.parentTaskId)); one && !chain.includes(one); ) {
      chain.push(one)
      one = byName.get(String(one.about.parentTaskId))
    }
    return chain
  }
  const placed = folders.map((folder) => ({ folder, chain: chainOf(folder) }))
  placed.sort((a, b) => a.chain.length - b.chain.length)
  const ids = new Map(placed.map(({ folder }, index) => [folder, `tsk_${index + 1}` as TaskId]))
  const idOf = (folder: Folder | undefined) => (folder === undefined ? null : (ids.get(folder) ?? null))
  const tasks = placed.map(({ folder, chain }, index) =>
    readTask(
      folder,
      index + 1,
      { parentId: idOf(chain[1]), rootId: idOf(chain.at(-1)) as TaskId, depth: chain.length - 1 },
      notes,
    ),
  )
  return { tasks, notes }
}

function readTask(
  folder: Folder,
  number: number,
  place: { parentId: TaskId | null; rootId: TaskId; depth: number },
  notes: string[],
): ReadTask {
  const { messages, strange } = readRooMessages(readJson(folder.path, conversation, notes))
  if (strange > 0)
    notes.push(`${folder.name}: parts that were not understood and are kept as text: ${strange}.`)
  const usages = readUsages(readJson(folder.path, 'ui_messages.json', notes))
  const id = `tsk_${number}` as TaskId
  const displayId = `Roo ${number}`
  const events: ReadTask['events'] = []
  let at = messages.find((message) => message.at !== null)?.at ?? 0
  const add = (body: TaskEventBody) => events.push({ taskId: id, seq: events.length + 1, at, body })
  const mode = typeof folder.about.mode === 'string' ? folder.about.mode : 'code'
  const [first] = messages
  const message =
    (first?.role === 'user'
      ? first.text.replace(/^<(task|user_message)>\s*|\s*<\/(task|user_message)>$/g, '')
      : '') || 'No message was kept.'
  add({
    ...{ type: 'task.created', displayId, ...place, parentCallId: null, background: false },
    ...{ workspaceId: 'wsp_none' as WorkspaceId, folder: '/', mode, modeName: mode },
    ...{ modeSnapshotId: 'none' as ModeSnapshotId, delegation: true, message, providerId: null, model: null },
    title: message.split('\n', 1)[0]?.slice(0, 80) ?? displayId,
  })
  add({ type: 'status.changed', from: 'queued', to: 'in_progress', reason: null })
  let open: { callId: CallId; id: string | null }[] = []
  let result: string | null = null
  let names = 0
  const finish = (callId: CallId, text: string) =>
    add({ type: 'tool.finished', callId, outcome: 'ok', result: text, display: null, durationMs: 0 })
  messages.slice(first?.role === 'user' ? 1 : 0).forEach((one) => {
    at = Math.max(at, one.at ?? at)
    if (one.role === 'user') {
      for (const { id: answered, text } of one.results) {
        const call = open.find((candidate) => candidate.id === answered)
        if (call !== undefined) finish(call.callId, text)
        open = open.filter((candidate) => candidate !== call)
      }
      // Where calls stand in the text, the next message holds what came of them.
      const answered = open.length > 0
      for (const { callId } of open) finish(callId, one.text)
      open = []
      if (!answered && one.text !== '') {
        add({
          type: 'message.added',
          messageId: `msg_${number}_${++names}` as never,
          from: 'person',
          text: one.text,
        })
      }
      return
    }
    for (const { callId } of open) finish(callId, 'Its result was not kept.')
    const turnId = `turn_${number}_${++names}` as never
    const calls = one.calls.map((call) => ({ ...call, callId: `call_${number}_${++names}` as CallId }))
    add({
      type: 'turn.requested',
      turnId,
      mode,
      model: 'unknown',
      providerId: 'imported' as ProviderId,
      attempt: 1,
    })
    add({
      ...{ type: 'turn.committed', turnId, text: one.text, reasoning: one.reasoning, durationMs: 0 },
      calls: calls.map(({ callId, id: own, name, input }) => ({
        ...{ callId, modelCallId: own || callId, name, arguments: input },
      })),
      finish: calls.length === 0 ? 'stop' : 'tool_calls',
      usage: usages.shift() ?? { inputTokens: 0, outputTokens: 0, cachedTokens: 0, cost: null },
    })
    open = calls
    const ending = calls.findLast(({ name }) => name === 'attempt_completion')
    if (ending !== undefined) result = String(fieldsOf(JSON.parse(ending.input)).result ?? '')
  })
  for (const { callId } of open) finish(callId, 'Its result was not kept.')
  if (result !== null) add({ type: 'task.completed', result })
  else add({ type: 'task.cancelled', by: 'person', reason: 'Imported before it was completed.' })
  add({
    type: 'status.changed',
    from: 'in_progress',
    to: result === null ? 'cancelled' : 'completed',
    reason: null,
  })
  return { id, displayId, parentId: place.parentId, events }
}

/** What each request used: `api_req_started` of `ui_messages.json`, whose text is JSON. */
function readUsages(value: unknown): Usage[] {
  const whole = (number: unknown) => (typeof number === 'number' && number >= 0 ? Math.trunc(number) : 0)
  return (Array.isArray(value) ? value : []).flatMap((one) => {
    const { say, text } = fieldsOf(one)
    if (say !== 'api_req_started' || typeof text !== 'string') return []
    try {
      const { tokensIn, tokensOut, cacheReads, cost } = fieldsOf(JSON.parse(text))
      return [
        {
          inputTokens: whole(tokensIn),
          outputTokens: whole(tokensOut),
          cachedTokens: whole(cacheReads),
          cost: typeof cost === 'number' && cost >= 0 ? cost : null,
        },
      ]
    } catch {
      return [{ inputTokens: 0, outputTokens: 0, cachedTokens: 0, cost: null }]
    }
  })
}

function readJson(folder: string, name: string, notes: string[]): unknown {
  const path = join(folder, name)
  if (!existsSync(path)) return null
  try {
    if (statSync(path).size > mostBytes) throw new Error('it is larger than 256 MiB')
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch (error) {
    notes.push(`${path} was left out: ${(error as Error).message}`)
    return null
  }
}

import { hash } from 'node:crypto'
import { AppError } from '../../contract/app-error.ts'
import { replayTask } from '../../contract/reduce-task.ts'
import type { WireForm } from '../../contract/sent-request.ts'
import type { TaskEvent, TaskEventOf } from '../../contract/task-event.ts'
import type { TranscriptItem } from '../../contract/task-view.ts'
import type { Usage } from '../../contract/usage.ts'
import type { Xray, XrayMessage, XrayOrder, XraySpeaker, XrayTruth } from '../../contract/xray.ts'
import { buildHistory, historyParts, type ReadImage } from '../engine/history.ts'
import { optionalFields, wireBody } from '../model/chat-wire.ts'
import { strictHistory } from '../model/strict-history.ts'
import type { Store } from '../store/store.ts'
import { handoverAbove, handoversBelow } from './read-handover.ts'
import { readLog } from './read-log.ts'

/** The rule of thumb by which the app counts tokens where the server does not. */
const bytesPerToken = 4

type Request = TaskEvent & { body: TaskEventOf<'turn.requested'> }

/**
 * A request of a task as it was sent. It is made again from the log up to where it was made, the system prompt and the
 * tools that were kept, its images, and the form that was noted, and is held against the hash of what went over the wire.
 * Throws AppError `not_found` where there is no such task or request, and `task_damaged` where nothing of it can be read.
 */
export function readXray(
  store: Pick<Store, 'events' | 'tasks' | 'subtasks' | 'requests'>,
  image: ReadImage,
  { taskId, number, turnId }: XrayOrder,
): Xray {
  const task = store.tasks.get(taskId)
  if (task === null) throw new AppError('not_found', `There is no task ${taskId}.`)
  const log = readLog(store, taskId)
  const view = replayTask(log)
  if (view === null) throw new AppError('task_damaged', `Nothing of ${task.displayId} can be read.`)
  const requests = log.filter((event): event is Request => event.body.type === 'turn.requested')
  const at =
    turnId !== undefined
      ? requests.findIndex(({ body }) => body.turnId === turnId)
      : (number ?? requests.length) - 1
  const asked = requests[at]
  if (asked === undefined && (turnId !== undefined || number !== undefined)) {
    const made = requests.length === 1 ? 'one request' : `${requests.length} requests`
    throw new AppError('not_found', `${task.displayId} has made ${made} so far, and no such one.`)
  }
  return {
    ...{ taskId, displayId: task.displayId, count: requests.length },
    request: asked === undefined ? null : { number: at + 1, ...requestOf(store, image, log, asked) },
    above: handoverAbove(store, task),
    below: handoversBelow(store, { log, view }),
  }
}

function requestOf(
  store: Pick<Store, 'requests'>,
  image: ReadImage,
  log: readonly TaskEvent[],
  { seq, at, body }: Request,
): Omit<NonNullable<Xray['request']>, 'number'> {
  const { turnId, mode, model, providerId, attempt, sent } = body
  const end = endOf(log, turnId)
  const kept = sent === undefined ? null : store.requests.get(sent)
  const before = replayTask(log.slice(0, sent?.after ?? seq - 1))
  if (before === null) throw new Error(`Event ${seq} of ${log[0]?.taskId} is its first.`)
  const { wire } = end
  const whole = buildHistory(kept?.prompt ?? '', before, image)
  const sources = [null, ...historyParts(before, image).flatMap((part) => part.messages.map(() => part))]
  const messages = kept === null ? whole.slice(1) : whole
  const strict = wire?.strict ?? false
  const made = wireBody(
    {
      endpoint: { baseUrl: '', apiKey: '', model, price: null },
      messages: strict ? strictHistory(messages) : messages,
      tools: kept?.tools ?? [],
    },
    new Set(optionalFields.filter((field) => wire?.omitted?.includes(field))),
    wire?.reasoning ?? false,
  )
  const text = Buffer.from(made.bytes).toString('utf8')
  const { model: _model, messages: sentMessages, tools = [], ...parameters } = JSON.parse(text) as Body
  const size = (part: unknown) => {
    const bytes = Buffer.byteLength(JSON.stringify(part))
    return { bytes, tokens: Math.ceil(bytes / bytesPerToken), share: bytes / made.bytes.length }
  }
  const speaks = kept === null ? sources.slice(1) : sources
  const names = toolNames(sentMessages)
  return {
    ...{ turnId, at, state: end.state, mode, model, providerId, attempt },
    truth: truthOf(kept !== null, wire, made.bytes),
    parameters,
    body: text,
    bytes: made.bytes.length,
    tokens: Math.ceil(made.bytes.length / bytesPerToken),
    counted: end.usage === null || end.usage.inputTokens === 0 ? null : end.usage.inputTokens,
    messages: sentMessages.map((message, index): XrayMessage => {
      // Pairing anew may leave something out or put something in: then nothing is said of where it comes from.
      const source = sentMessages.length === speaks.length ? speaks[index] : undefined
      return {
        ...size(message),
        role: message.role,
        speaker: speakerOf(message.role, source?.item),
        tools: names[index] ?? [],
        itemId: source?.item?.id ?? null,
      }
    }),
    tools: tools.map((tool) => ({ ...size(tool), name: tool.function.name })),
    condensed: before.condensed?.items ?? null,
    strict,
    reasoning: wire?.reasoning ?? false,
  }
}

type Message = {
  role: XrayMessage['role']
  tool_calls?: { id: string; function: { name: string } }[]
  tool_call_id?: string
}
type Body = {
  model: string
  messages: Message[]
  tools?: { function: { name: string } }[]
  [field: string]: unknown
}

function truthOf(kept: boolean, wire: WireForm | undefined, bytes: Uint8Array): XrayTruth {
  if (!kept) return 'incomplete'
  if (wire === undefined) return 'rebuilt'
  return hash('sha256', bytes) === wire.sha256 ? 'exact' : 'differs'
}

type End = {
  state: NonNullable<Xray['request']>['state']
  usage: Usage | null
  wire?: WireForm | undefined
}

function endOf(log: readonly TaskEvent[], turnId: string): End {
  for (const { body } of log) {
    if (body.type === 'turn.committed' && body.turnId === turnId)
      return { state: 'committed', usage: body.usage, wire: body.wire }
    if (body.type === 'turn.aborted' && body.turnId === turnId)
      return { state: 'aborted', usage: null, wire: body.wire }
  }
  return { state: 'streaming', usage: null }
}

/** The entry's sender, or what the role alone says. A user's message without an entry is a summary. */
function speakerOf(role: Message['role'], item: TranscriptItem | null | undefined): XraySpeaker {
  if (role === 'system' || role === 'tool') return role
  if (role === 'assistant') return 'model'
  if (item?.type === 'message') return item.from
  return item === null ? 'summary' : 'engine'
}

/** The tools of each message: models give the ids of their calls again and again, so a result belongs to the turn before it. */
function toolNames(messages: readonly Message[]): string[][] {
  let names = new Map<string, string>()
  return messages.map(({ tool_calls, tool_call_id }) => {
    if (tool_calls !== undefined) {
      names = new Map(tool_calls.map((call) => [call.id, call.function.name]))
      return tool_calls.map((call) => call.function.name)
    }
    const name = tool_call_id === undefined ? undefined : names.get(tool_call_id)
    return name === undefined ? [] : [name]
  })
}

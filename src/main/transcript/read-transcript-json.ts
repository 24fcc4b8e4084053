import { type ParseError, parse as parseForFaults } from 'jsonc-parser'
import { z } from 'zod'
import { AppError } from '../../contract/app-error.ts'
import { type TaskId, taskIdSchema } from '../../contract/ids.ts'
import { replayTask } from '../../contract/reduce-task.ts'
import { type TaskEvent, type TaskEventBody, taskEventBodySchema } from '../../contract/task-event.ts'
import { transcriptFormat, transcriptVersion } from './transcript-json.ts'

/** A task as a file tells it: its own ids, and events that follow on one another. */
export type ReadTask = { id: TaskId; displayId: string; parentId: TaskId | null; events: TaskEvent[] }

/** So many tasks are imported at once: ten times what a tree of a day has, and still read in seconds. */
export const mostImportedTasks = 5_000

const fileSchema = z.object({
  tasks: z
    .array(
      z.object({
        id: taskIdSchema,
        displayId: z.string().min(1).max(100),
        parentId: taskIdSchema.nullable(),
        events: z.array(z.unknown()).min(1),
      }),
    )
    .min(1)
    .max(mostImportedTasks),
  images: z.record(z.string(), z.string()).default({}),
})

// 8.64e15 is the last moment that a Date can be, ECMA-262 §21.4.1.1.
const placeSchema = z.object({ seq: z.number().int(), at: z.number().int().nonnegative().max(8.64e15) })

const knownTypes: ReadonlySet<string> = new Set(
  taskEventBodySchema.options.map(({ shape }) => shape.type.value),
)

/**
 * Reads a JSON transcript. Throws AppError `bad_request`, which names the place, for damaged JSON, another format, a
 * newer version, an event that is not known or is not as it must be, and a log that does not fit together.
 */
export function readTranscriptJson(text: string): ReadTask[] {
  return readTranscript(text).tasks
}

/** The same, with the images that come with it, in base64 by their hash. */
export function readTranscript(text: string): { tasks: ReadTask[]; images: ReadonlyMap<string, string> } {
  const file = parseJson(text)
  const { format, version } = file
  if (format !== transcriptFormat) {
    throw faulty(`It is no transcript that Treeline exported: its format is ${shown(format)}.`)
  }
  if (typeof version !== 'number' || version > transcriptVersion) {
    throw faulty(
      `It has version ${shown(version)} of the format, and this Treeline reads up to version ${transcriptVersion}. Update Treeline.`,
    )
  }
  const read = fileSchema.safeParse(file)
  if (!read.success) throw faulty(`${issueWords(read.error)}.`)
  const seen = new Set<TaskId>()
  const once = new Map<string, TaskId>()
  const tasks = read.data.tasks.map(({ events, ...task }, index): ReadTask => {
    const where = `tasks[${index}] (${task.displayId})`
    if (seen.has(task.id)) throw faulty(`${where} is there twice.`)
    seen.add(task.id)
    const whole = events.map((event, at) => readEvent(task.id, event, at + 1, where))
    try {
      replayTask(whole)
    } catch (error) {
      throw faulty(`${where} does not fit together: ${(error as Error).message}`)
    }
    for (const event of whole) checkOnce(once, event, where)
    return { ...task, events: whole }
  })
  return { tasks, images: new Map(Object.entries(read.data.images)) }
}

/** Throws for an id that is made twice, here or in another task of the file. */
function checkOnce(once: Map<string, TaskId>, { taskId, seq, body }: TaskEvent, where: string): void {
  const made = (id: string, again = false) => {
    const owner = once.get(id)
    if (owner !== undefined && !(again && owner === taskId)) {
      throw faulty(`${where}, event ${seq} (${body.type}): ${id} is there twice.`)
    }
    once.set(id, taskId)
  }
  if (body.type === 'task.created') made(body.displayId)
  if (body.type === 'turn.requested') made(body.turnId, true)
  if (body.type === 'turn.committed') for (const { callId } of body.calls) made(callId)
  if (body.type === 'approval.requested') made(body.approvalId)
  if (body.type === 'subtask.started') {
    made(`the subtask ${body.childId}`)
    made(`the start of ${body.callId}`)
  }
}

function parseJson(text: string): Record<string, unknown> {
  let value: unknown
  try {
    value = JSON.parse(text.replace(/^\ufeff/, ''))
  } catch (error) {
    // It says what is wrong; where, only for some faults.
    const { message } = error as Error
    const errors: ParseError[] = []
    parseForFaults(text, errors)
    const lines = text.slice(0, errors[0]?.offset ?? text.length).split('\n')
    const place = ` in line ${lines.length}, column ${(lines.at(-1) ?? '').length + 1}`
    throw faulty(`It is no whole JSON${place}: ${message.slice(0, 200)}.`)
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw faulty('It is no transcript that Treeline exported: it holds no JSON object.')
  }
  return value as Record<string, unknown>
}

function readEvent(taskId: TaskId, event: unknown, seq: number, where: string): TaskEvent {
  const place = placeSchema.safeParse(event)
  if (!place.success) throw faulty(`${where}, event ${seq}: ${issueWords(place.error)}.`)
  if (place.data.seq !== seq) {
    throw faulty(`${where}, event ${seq}: event ${place.data.seq} stands there.`)
  }
  const { type } = event as { type?: unknown }
  if (typeof type !== 'string' || !knownTypes.has(type)) {
    throw faulty(`${where}, event ${seq}: this Treeline knows no event ${shown(type)}. A newer one may.`)
  }
  const body = taskEventBodySchema.safeParse(event)
  if (!body.success) throw faulty(`${where}, event ${seq} (${type}): ${issueWords(body.error)}.`)
  return { taskId, seq, at: place.data.at, body: body.data as TaskEventBody }
}

function issueWords({ issues }: z.ZodError): string {
  const [issue] = issues
  if (issue === undefined) return 'it is not as it must be'
  const path = issue.path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
    .join('')
  return `${path.replace(/^\./, '') || 'it'}: ${issue.message}`
}

const shown = (value: unknown): string =>
  value === undefined ? 'missing' : JSON.stringify(value).slice(0, 100)

function faulty(what: string): AppError {
  return new AppError('bad_request', `The file cannot be imported, and nothing of it was. ${what}`)
}

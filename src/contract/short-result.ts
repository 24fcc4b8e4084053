import type { TaskEvent, TaskEventOf } from './task-event.ts'

type Finished = TaskEventOf<'tool.finished'>
/** What the end of a call may carry on its way to a screen, and never in a log. */
type Shortened = Finished & { resultLeft?: number }

/** Results up to this many characters are cheaper to send than to ask for. */
const shortResult = 200
/** What the line of a call that came to nothing says of it is taken from as much. */
const keptOfFailure = 400

/**
 * An event as a screen is sent it: the result of a call is what the model was told, often a whole file, and nobody
 * reads it before the call is unfolded. Of a long one only the beginning goes, and nothing where all went well;
 * `resultLeft` says how many characters `task.results` still has. Every other event is returned as it is.
 */
export function withShortResult(event: TaskEvent): TaskEvent {
  const { body } = event
  if (body.type !== 'tool.finished') return event
  const { outcome, result } = body
  const kept = outcome === 'ok' ? 0 : keptOfFailure
  if (result.length <= Math.max(kept, shortResult)) return event
  const short: Shortened = { ...body, result: result.slice(0, kept), resultLeft: result.length - kept }
  return { ...event, body: short }
}

/** How many characters of a result did not come with it; undefined for a whole one. */
export function resultLeftOf(body: Shortened): number | undefined {
  return body.resultLeft
}

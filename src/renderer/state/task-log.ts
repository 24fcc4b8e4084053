import { condensing, type LiveDelta, settingUp } from '../../contract/live-delta.ts'
import { applyEvent, replayTask } from '../../contract/reduce-task.ts'
import type { TaskFrame } from '../../contract/task-api.ts'
import type { TaskEvent } from '../../contract/task-event.ts'
import type { TaskView } from '../../contract/task-view.ts'

/** Something that is being streamed right now: text, reasoning or arguments of a turn, output of a call. */
export type LivePiece = {
  target: string
  channel: LiveDelta['channel']
  index: number
  text: string
  /** The tool's name, with `arguments` only. */
  name: string | null
}

/** A task's view and what is live in it. Both are replaced, never changed. */
export type TaskLog = { view: TaskView | null; live: ReadonlyMap<string, LivePiece> }

/** A log of which nothing is known yet. */
export const emptyLog: TaskLog = { view: null, live: new Map() }

/** The key of a live piece. */
export function liveKey(target: string, channel: LiveDelta['channel'], index = 0): string {
  return `${target} ${channel} ${index}`
}

/**
 * The log after some frames. Events that are already in are passed over; a gap throws, and whoever
 * delivers must ask again from `view.lastSeq`. What was streamed is dropped once it is committed. A view that is
 * `own`, because nobody else has seen it, is changed in place.
 */
export function applyTaskFrames(log: TaskLog, frames: readonly TaskFrame[], own = false): TaskLog {
  const known = log.view?.lastSeq ?? 0
  const events = frames.flatMap((frame) => frame.events).filter((event) => event.seq > known)
  let live: Map<string, LivePiece> | null = null
  for (const frame of frames) {
    for (const delta of frame.deltas) {
      live ??= new Map(log.live)
      append(live, delta)
    }
    if ((live ?? log.live).size === 0) continue
    for (const event of frame.events) {
      const settled = settledBy(event)
      if (settled.length === 0) continue
      live ??= new Map(log.live)
      for (const [key, piece] of live) if (settled.includes(piece.target)) live.delete(key)
    }
  }
  return { view: grow(log.view, events, own), live: live ?? log.live }
}

function grow(view: TaskView | null, events: TaskEvent[], own: boolean): TaskView | null {
  if (events.length === 0) return view
  if (view === null) return replayTask(events)
  const next = own ? view : { ...view, items: view.items.slice(), calls: { ...view.calls } }
  for (const event of events) applyEvent(next, event)
  return next
}

function append(live: Map<string, LivePiece>, delta: LiveDelta): void {
  const { target, channel, index, offset, text } = delta
  const key = liveKey(target, channel, index)
  const before = live.get(key)
  const had = before?.text ?? ''
  // A hole: the whole so far comes first on every line, so this can only be the tail of an old one.
  if (offset > had.length) return
  live.set(key, {
    target,
    channel,
    index,
    text: had.slice(0, offset) + text,
    name: delta.name ?? before?.name ?? null,
  })
}

/** The targets whose streams an event puts an end to. */
function settledBy({ body }: TaskEvent): string[] {
  switch (body.type) {
    case 'turn.committed':
    case 'turn.aborted':
      return [body.turnId]
    case 'tool.finished':
      return [body.callId]
    case 'history.condensed':
    case 'turn.requested':
    case 'status.changed':
      return [condensing]
    case 'worktree.prepared':
      return [settingUp]
    default:
      return []
  }
}

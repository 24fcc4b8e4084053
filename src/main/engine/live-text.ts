import type { CallId, TaskId, TurnId } from '../../contract/ids.ts'
import type { condensing, LiveDelta, settingUp } from '../../contract/live-delta.ts'

type Channel = LiveDelta['channel']
type Stream = {
  target: string
  channel: Channel
  index: number
  name?: string | undefined
  text: string
  from: number
}

/** A running command's output is kept to this many characters for late watchers; the rest is in its spool. */
const keptOutput = 200_000

/** Text that is being streamed right now and is not stored: what turns and commands have said so far. */
export type LiveText = {
  add(
    taskId: TaskId,
    piece: { target: string; channel: Channel; index?: number; name?: string; text: string },
  ): void
  /** Forgets a turn's, a call's or a summary's streams: their whole is in the log now, or will not be. */
  end(taskId: TaskId, target: TurnId | CallId | typeof condensing | typeof settingUp): void
  /** What a turn has said and thought so far. */
  soFar(taskId: TaskId, target: TurnId): { text: string; reasoning: string }
  /** What a watcher who has seen `seen` of each stream is still missing. Updates `seen`. */
  since(taskId: TaskId, seen: Map<string, number>): LiveDelta[]
}

/** Makes the hub. `changed` is called for every piece, so that watchers can be woken. */
export function createLiveText(changed: (taskId: TaskId) => void): LiveText {
  const tasks = new Map<TaskId, Map<string, Stream>>()

  return {
    add(taskId, { target, channel, index = 0, name, text }) {
      const streams = tasks.get(taskId) ?? new Map<string, Stream>()
      tasks.set(taskId, streams)
      const key = `${target} ${channel} ${index}`
      const stream = streams.get(key)
      if (stream === undefined) streams.set(key, { target, channel, index, name, text, from: 0 })
      else {
        stream.text += text
        stream.name = name ?? stream.name
        const surplus = channel === 'output' ? stream.text.length - 2 * keptOutput : 0
        if (surplus > 0) {
          stream.text = stream.text.slice(-keptOutput)
          stream.from += surplus + keptOutput
        }
      }
      changed(taskId)
    },
    end(taskId, target) {
      const streams = tasks.get(taskId)
      if (streams === undefined) return
      for (const [key, stream] of streams) if (stream.target === target) streams.delete(key)
      if (streams.size === 0) tasks.delete(taskId)
    },
    soFar(taskId, target) {
      const streams = tasks.get(taskId)
      const of = (channel: Channel) => streams?.get(`${target} ${channel} 0`)?.text ?? ''
      return { text: of('text'), reasoning: of('reasoning') }
    },
    since(taskId, seen) {
      const streams = tasks.get(taskId)
      for (const key of seen.keys()) if (!streams?.has(key)) seen.delete(key)
      const deltas: LiveDelta[] = []
      for (const [key, { target, channel, index, name, text, from }] of streams ?? []) {
        const offset = Math.max(seen.get(key) ?? 0, from)
        const end = from + text.length
        if (end === offset) continue
        seen.set(key, end)
        const delta: LiveDelta = { taskId, target, channel, index, offset, text: text.slice(offset - from) }
        deltas.push(name === undefined ? delta : { ...delta, name })
      }
      return deltas
    },
  }
}

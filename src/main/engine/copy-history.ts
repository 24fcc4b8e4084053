import type { CallId, MessageId, ProviderId, TurnId } from '../../contract/ids.ts'
import { presentExtras } from '../../contract/message-extras.ts'
import type { TaskEventBody } from '../../contract/task-event.ts'
import type { TaskView, ToolCallView, TranscriptItem } from '../../contract/task-view.ts'
import { noUsage } from '../../contract/usage.ts'
import { newId } from '../base/new-id.ts'

/** A fact of a copy, with the time of what it copies (epoch ms). */
export type Copied = { body: TaskEventBody; at: number }

/**
 * The facts that make the same history out of entries of a transcript, but the first, which is a task's own message:
 * words, whole turns, and the results of their calls, with new ids of ours and the same ids of the model.
 * Entries do not say who served them: `providerId` stands for whoever did. What only
 * happened around them (notices, approvals, subtasks, broken answers) is no part of a history and is left out.
 */
export function copyHistory(
  items: readonly TranscriptItem[],
  { calls, condensed }: Pick<TaskView, 'calls' | 'condensed'>,
  providerId: ProviderId,
): Copied[] {
  const copied: Copied[] = []
  /** How many entries the copy has, and what it has once the summary's are through. */
  let entries = 1
  let summarised = 1
  items.forEach((item, index) => {
    if (index > 0) {
      const facts = factsOf(item, calls, providerId)
      if (facts.length > 0) entries++
      copied.push(...facts)
    }
    if (condensed !== null && index < condensed.items) summarised = entries
  })
  if (condensed === null) return copied
  const { summary } = condensed
  const at = items.at(-1)?.at ?? 0
  const tokensBefore = null
  return [
    ...copied,
    { at, body: { type: 'history.condensed', summary, items: summarised, tokensBefore, usage: noUsage } },
  ]
}

function factsOf(item: TranscriptItem, calls: TaskView['calls'], providerId: ProviderId): Copied[] {
  if (item.type === 'notice') return []
  const { at } = item
  if (item.type === 'message') {
    const { from, text, fromTask } = item
    const messageId = newId<MessageId>('msg')
    const said = { type: 'message.added' as const, messageId, from, text, ...presentExtras(item) }
    return [{ at, body: fromTask === undefined ? said : { ...said, fromTask } }]
  }
  if (item.state !== 'committed' || item.usage === null) return []
  const turnId = newId<TurnId>('turn')
  const { mode, model, text, reasoning, usage, finish } = item
  const own = item.callIds.flatMap((callId) => calls[callId] ?? [])
  const named = own.map((call) => ({ call, callId: newId<CallId>('call') }))
  return [
    {
      at,
      body: { type: 'turn.requested', turnId, mode, model, providerId, attempt: 1 },
    },
    {
      at,
      body: {
        type: 'turn.committed',
        ...{ turnId, text, reasoning, usage },
        calls: named.map(({ call: { modelCallId, name, arguments: args }, callId }) => {
          return { callId, modelCallId, name, arguments: args }
        }),
        finish: finish ?? 'stop',
        durationMs: item.durationMs ?? 0,
      },
    },
    ...named.flatMap(({ call, callId }) => callFacts(call, callId, at)),
  ]
}

function callFacts(call: ToolCallView, callId: CallId, at: number): Copied[] {
  const { startedAt, finishedAt, grant, outcome, result, display } = call
  const started: Copied[] =
    startedAt === null
      ? []
      : [
          {
            at: startedAt,
            body: {
              type: 'tool.started',
              ...{ callId, action: null, write: null },
              grant: grant ?? { by: 'rule', rule: 'Copied with the history.' },
            },
          },
        ]
  return [
    ...started,
    {
      at: finishedAt ?? at,
      body: {
        type: 'tool.finished',
        ...{ callId, outcome: outcome ?? 'unknown', result: result ?? '', display },
        durationMs: startedAt === null || finishedAt === null ? 0 : Math.max(0, finishedAt - startedAt),
      },
    },
  ]
}

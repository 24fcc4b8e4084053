import type { TaskView, ToolCallView, TranscriptItem } from '../../contract/task-view.ts'
import type { ChatMessage } from '../model/model-client.ts'

const settled = new WeakMap<TranscriptItem, ChatMessage[]>()

/**
 * The history a model is sent: the system prompt, then every message and committed turn in the order of
 * the transcript, each call followed by its result. Grows at its end only, so that providers' prompt
 * caches hit. Aborted turns and notices are not part of it. Throws if a call has no result yet: history
 * that is sent must be valid.
 */
export function buildHistory(systemPrompt: string, view: TaskView): ChatMessage[] {
  const messages: ChatMessage[] = [{ role: 'system', content: systemPrompt }]
  for (const item of view.items) {
    const known = settled.get(item)
    if (known !== undefined) messages.push(...known)
    else {
      const made = messagesOf(item, view)
      settled.set(item, made)
      messages.push(...made)
    }
  }
  return messages
}

function messagesOf(item: TranscriptItem, view: TaskView): ChatMessage[] {
  if (item.type === 'message') return [{ role: 'user', content: item.text }]
  if (item.type === 'notice' || item.state !== 'committed') return []
  const calls = item.callIds.map((callId) => view.calls[callId]).filter((call) => call !== undefined)
  return [
    {
      role: 'assistant',
      content: item.text,
      calls: calls.map((call) => ({ id: call.modelCallId, name: call.name, arguments: call.arguments })),
    },
    ...calls.map(
      (call): ChatMessage => ({ role: 'tool', callId: call.modelCallId, content: resultOf(call) }),
    ),
  ]
}

function resultOf(call: ToolCallView): string {
  if (call.result === null) throw new Error(`Call ${call.callId} (${call.name}) has no result yet.`)
  return call.result
}

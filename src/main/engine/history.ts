import type { TaskView, ToolCallView, TranscriptItem } from '../../contract/task-view.ts'
import type { ChatMessage } from '../model/model-client.ts'
import { summaryMessage } from '../prompt/condense.ts'
import { taskMessage } from '../prompt/mailbox-words.ts'
import { messageWords } from '../prompt/mention-words.ts'

/** An image's bytes in base64 by its hash, or null when they are gone. */
export type ReadImage = (hash: string) => string | null
const noImage: ReadImage = () => null

const settled = new WeakMap<TranscriptItem, ChatMessage[]>()
const summaries = new WeakMap<NonNullable<TaskView['condensed']>, ChatMessage>()

/**
 * The history a model is sent: the system prompt, then every message and committed turn in the order of
 * the transcript, each call followed by its result. Grows at its end only, so that providers' prompt
 * caches hit. Where it was condensed, the first message stands as it is, then the summary, then what came
 * after the entries that the summary stands for. Aborted turns and notices are not part of it. Throws if a call has no result yet: history
 * that is sent must be valid. `image` gives an image's bytes in base64, or null when they are gone.
 */
export function buildHistory(
  systemPrompt: string,
  view: TaskView,
  image: ReadImage = noImage,
): ChatMessage[] {
  const parts = historyParts(view, image).flatMap(({ messages }) => messages)
  return [{ role: 'system', content: systemPrompt }, ...parts]
}

/** What follows the system prompt, by the entries of the transcript that it comes from; a summary comes from none. */
export function historyParts(
  view: TaskView,
  image: ReadImage = noImage,
): { item: TranscriptItem | null; messages: ChatMessage[] }[] {
  const { condensed, items } = view
  const [first] = items
  const part = (item: TranscriptItem) => ({ item, messages: settledMessages(item, view, image) })
  if (condensed === null || first === undefined) return items.map(part)
  const summary = { item: null, messages: [summaryOf(condensed)] }
  return [part(first), summary, ...items.slice(condensed.items).map(part)]
}

/** What an entry adds to the history: the same objects each time. */
function settledMessages(item: TranscriptItem, view: TaskView, image: ReadImage): ChatMessage[] {
  const known = settled.get(item)
  if (known !== undefined) return known
  const made = messagesOf(item, view, image)
  settled.set(item, made)
  return made
}

function summaryOf(condensed: NonNullable<TaskView['condensed']>): ChatMessage {
  const known = summaries.get(condensed)
  if (known !== undefined) return known
  const made: ChatMessage = { role: 'user', content: summaryMessage(condensed.summary) }
  summaries.set(condensed, made)
  return made
}

function messagesOf(item: TranscriptItem, view: TaskView, image: ReadImage): ChatMessage[] {
  if (item.type === 'message') {
    const content = item.from === 'task' ? taskMessage(item) : messageWords(item)
    const { images = [] } = item
    if (images.length === 0) return [{ role: 'user', content }]
    const parts = images.map(({ hash, mediaType, name }) => ({ mediaType, name, base64: () => image(hash) }))
    return [{ role: 'user', content, images: parts }]
  }
  if (item.type === 'notice' || item.state !== 'committed') return []
  const calls = item.callIds.map((callId) => view.calls[callId]).filter((call) => call !== undefined)
  return [
    {
      role: 'assistant',
      content: item.text,
      reasoning: item.reasoning,
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

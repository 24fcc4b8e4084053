import type { TodoItem } from '../../contract/tool-display.ts'

/** The most of one item, and the most items, that a reminder repeats. */
const MAX_ITEM = 200
const MAX_ITEMS = 30

/**
 * What a model should have before it in the next turn although it may stand far back in the history: what
 * is open on its todo list. Null when there is nothing to say.
 *
 * None of this is ever part of the history. It is put at the end of one request (`withDetails`) and is not
 * in the next, so history stays append-only and the same bytes are sent for it each time; all that a
 * provider's cache misses are the few lines at the end. What must be remembered belongs into a message or
 * a tool's result, which are committed; what never changes belongs into the system prompt.
 */
export function buildEnvironmentDetails({ todos }: { todos: readonly TodoItem[] }): string | null {
  const open = todos.filter(({ status }) => status !== 'completed')
  if (open.length === 0) return null
  const items = open.slice(0, MAX_ITEMS).map(({ text, status }) => {
    const line = text.replace(/\s+/g, ' ').trim()
    return `[${status === 'in_progress' ? '-' : ' '}] ${line.length > MAX_ITEM ? `${line.slice(0, MAX_ITEM)}…` : line}`
  })
  const more = open.length > MAX_ITEMS ? [`and ${open.length - MAX_ITEMS} more`] : []
  return [
    '<environment_details>',
    `From Treeline, not from the user. Your todo list: ${todos.length - open.length} of ${todos.length} done, open:`,
    ...items,
    ...more,
    '</environment_details>',
  ].join('\n')
}

/**
 * The messages of one request with the details at the end of the newest, whichever role it has: a message
 * of their own would break the alternation of roles that some servers insist on. Changes nothing that it
 * is given; all messages but the last are the same objects.
 */
export function withDetails<M extends { content: string }>(
  messages: readonly M[],
  details: string | null,
): M[] {
  const last = messages.at(-1)
  if (details === null || last === undefined) return [...messages]
  return [...messages.slice(0, -1), { ...last, content: `${last.content}\n\n${details}` }]
}

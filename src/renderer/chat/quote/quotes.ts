import { createStore, type StoreApi } from 'zustand/vanilla'
import type { TaskId } from '../../../contract/ids.ts'
import type { AppState } from '../../state/app-state.ts'

/** What is to be quoted in a task's composer, which takes it. */
type Quote = { taskId: TaskId; text: string }

const known = new WeakMap<AppState, StoreApi<Quote | null>>()

/** The quote that is on its way in a window, or null. */
export function quoteIn(app: AppState): StoreApi<Quote | null> {
  const found = known.get(app)
  if (found !== undefined) return found
  const store = createStore<Quote | null>(() => null)
  known.set(app, store)
  return store
}

/** A draft with a quotation behind it, and an empty line to go on in. */
export function withQuote(draft: string, text: string): string {
  const quoted = text
    .trim()
    .split('\n')
    .map((line) => (line.trim() === '' ? '>' : `> ${line}`))
    .join('\n')
  const before = draft.trimEnd()
  return `${before === '' ? '' : `${before}\n\n`}${quoted}\n\n`
}

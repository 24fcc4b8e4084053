import type { HighlightAnswer, HighlightedLine, HighlightRequest } from './highlight-message.ts'
import { languageName } from './language-names.ts'

type Waiting = (lines: HighlightedLine[] | null) => void

/** Pieces of code kept highlighted, so that scrolling back is instant. */
const kept = 300
/** Characters beyond which code stays plain. */
const longestCode = 60_000

const known = new Map<string, HighlightedLine[] | null>()
const waiting = new Map<number, { key: string; resolve: Waiting }>()
let worker: Worker | null = null
let count = 0

const keyOf = (code: string, language: string): string => `${language}\n${code}`

/** What was highlighted already: lines, null for plain, undefined when it has to be asked for. */
export function highlightedAlready(code: string, language: string): HighlightedLine[] | null | undefined {
  if (code.length > longestCode || languageName(language) === null) return null
  return known.get(keyOf(code, language))
}

/** Highlights in a worker, which is started when first needed. Resolves with null for plain; never rejects. */
export function highlight(code: string, language: string): Promise<HighlightedLine[] | null> {
  const name = languageName(language)
  const already = highlightedAlready(code, language)
  if (already !== undefined || name === null) return Promise.resolve(already ?? null)
  worker ??= start()
  count += 1
  const request: HighlightRequest = { id: count, code, language: name }
  const answered = new Promise<HighlightedLine[] | null>((resolve) => {
    waiting.set(request.id, { key: keyOf(code, language), resolve })
  })
  worker.postMessage(request)
  return answered
}

function start(): Worker {
  const started = new Worker(new URL('./highlight.worker.ts', import.meta.url), { type: 'module' })
  started.addEventListener('message', ({ data }: MessageEvent<HighlightAnswer>) => {
    const asked = waiting.get(data.id)
    if (asked === undefined) return
    waiting.delete(data.id)
    known.set(asked.key, data.lines)
    for (const oldest of known.keys()) {
      if (known.size <= kept) break
      known.delete(oldest)
    }
    asked.resolve(data.lines)
  })
  // A worker that cannot run leaves all code plain.
  started.addEventListener('error', (event) => {
    console.warn('Highlighting does not work.', event.message)
    for (const { resolve } of waiting.values()) resolve(null)
    waiting.clear()
  })
  return started
}

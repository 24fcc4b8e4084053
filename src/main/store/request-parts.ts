import { createHash } from 'node:crypto'
import type { ToolDefinition } from '../../contract/tool-definition.ts'
import type { Database } from './database.ts'
import type { LogFlush } from './log-flush.ts'
import type { Store } from './store.ts'

/** System prompts whose hash is remembered: more than tasks are at work at a time. */
const mostRemembered = 256

/** Nobody waits for the disk: whatever is written is flushed. */
const waitForDisk = { failed: true, soon: () => {} }

/**
 * The `request_parts` table. A system prompt is kept section by section, so that what tasks have in common, which is
 * most of it, is kept once. A part reaches the disk before the event that names it, like one event before the next.
 */
export function createRequestParts(
  database: Database,
  log: Pick<LogFlush, 'soon' | 'failed'> = waitForDisk,
): Store['requests'] {
  const insert = database.prepare<[string, string, string]>(
    'INSERT INTO request_parts (hash, kind, text) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
  )
  const select = database
    .prepare<[string, string], string>('SELECT text FROM request_parts WHERE hash = ? AND kind = ?')
    .pluck()
  const prompts = new Map<string, string>()
  const toolLists = new WeakMap<ToolDefinition[], string>()

  const write = database.transaction((parts: readonly Part[]) => {
    for (const { hash, kind, text } of parts) insert.run(hash, kind, text)
  })

  function keep(parts: readonly Part[]): void {
    if (log.failed || database.inTransaction) {
      write.immediate(parts)
      return
    }
    database.exec('PRAGMA synchronous = NORMAL')
    try {
      write.immediate(parts)
      log.soon()
    } finally {
      database.exec('PRAGMA synchronous = FULL')
    }
  }

  function partsOfPrompt(text: string): Part[] {
    const sections = text.split(sectionStart).map((section) => partOf('text', section))
    return [...sections, partOf('list', sections.map(({ hash }) => hash).join('\n'))]
  }

  return {
    keep(prompt, tools) {
      const known = { prompt: prompts.get(prompt), tools: toolLists.get(tools) }
      if (known.prompt !== undefined && known.tools !== undefined)
        return { prompt: known.prompt, tools: known.tools }
      const promptParts = partsOfPrompt(prompt)
      const toolsPart = partOf('tools', JSON.stringify(tools))
      keep([...promptParts, toolsPart])
      const promptHash = promptParts.at(-1)?.hash ?? ''
      // Only once it stands: what could not be written is tried again.
      if (prompts.size >= mostRemembered) prompts.clear()
      prompts.set(prompt, promptHash)
      toolLists.set(tools, toolsPart.hash)
      return { prompt: promptHash, tools: toolsPart.hash }
    },
    get(kept) {
      const list = select.get(kept.prompt, 'list')
      const tools = select.get(kept.tools, 'tools')
      const sections = list?.split('\n').map((hash) => select.get(hash, 'text'))
      if (tools === undefined || sections === undefined || sections.includes(undefined)) return null
      return { prompt: sections.join(''), tools: JSON.parse(tools) as ToolDefinition[] }
    },
  }
}

type Part = { hash: string; kind: 'list' | 'text' | 'tools'; text: string }

/** Before every heading: joined, the sections are the text again. */
const sectionStart = /(?=^# )/m

function partOf(kind: Part['kind'], text: string): Part {
  // The kind is part of the hash, so that a text that looks like a list is still itself.
  return { hash: createHash('sha256').update(`${kind}\n${text}`).digest('hex'), kind, text }
}

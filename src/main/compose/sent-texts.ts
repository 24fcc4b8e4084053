import { z } from 'zod'
import type { WorkspaceId } from '../../contract/ids.ts'
import type { Store } from '../store/store.ts'

/** What a person sent in each workspace, for the composer's history. It is no fact of a task, and may be lost. */
export type SentTexts = {
  /** The latest first, each once. */
  list(workspaceId: WorkspaceId): string[]
  add(workspaceId: WorkspaceId, text: string): void
}

const mostTexts = 50
/** A longer text is a document, which nobody sends a second time. In UTF-16 units. */
const longestText = 8_000

const textsSchema = z.array(z.string()).catch([])

/** Makes it over the rows in which the page keeps how things look. */
export function createSentTexts(settings: Pick<Store['settings'], 'layout' | 'setLayout'>): SentTexts {
  const key = (workspaceId: WorkspaceId) => `sent:${workspaceId}`
  const list = (workspaceId: WorkspaceId) => {
    try {
      return textsSchema.parse(JSON.parse(settings.layout(key(workspaceId)) ?? '[]'))
    } catch {
      return []
    }
  }
  return {
    list,
    add(workspaceId, text) {
      const words = text.trim()
      if (words === '' || words.length > longestText) return
      const others = list(workspaceId).filter((other) => other !== words)
      settings.setLayout(key(workspaceId), JSON.stringify([words, ...others].slice(0, mostTexts)))
    },
  }
}

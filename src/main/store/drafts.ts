import type { Database } from './database.ts'
import type { Store } from './store.ts'

/** The `drafts` table: what stands unsent in composers. An empty draft has no row. */
export function createDrafts(database: Database): Store['drafts'] {
  const select = database.prepare<[string], string>('SELECT text FROM drafts WHERE key = ?').pluck()
  const remove = database.prepare<[string]>('DELETE FROM drafts WHERE key = ?')
  const upsert = database.prepare<[string, string]>(
    'INSERT INTO drafts (key, text) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET text = excluded.text',
  )
  return {
    get: (key) => select.get(key) ?? '',
    set(key, text) {
      if (text === '') remove.run(key)
      else upsert.run(key, text)
    },
  }
}

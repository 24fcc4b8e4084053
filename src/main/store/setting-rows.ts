import type { Database } from './database.ts'

/** The `settings` table as it is: one JSON value per scope, id within it (empty for everywhere) and key. */
export type SettingRows = ReturnType<typeof createSettingRows>

/** Prepares the statements of the `settings` table. */
export function createSettingRows(database: Database) {
  const select = database
    .prepare<[string, string, string], string>(
      'SELECT value FROM settings WHERE scope = ? AND scope_id = ? AND key = ?',
    )
    .pluck()
  const selectGroup = database.prepare<[string, string, string, string], { key: string; value: string }>(
    'SELECT key, value FROM settings WHERE scope = ? AND scope_id = ? AND key >= ? AND key < ?',
  )
  const upsert = database.prepare<[string, string, string, string]>(
    `INSERT INTO settings (scope, scope_id, key, value) VALUES (?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET value = excluded.value`,
  )
  const remove = database.prepare<[string, string, string]>(
    'DELETE FROM settings WHERE scope = ? AND scope_id = ? AND key = ?',
  )

  return {
    /** The value, or undefined when there is none or it is no JSON. */
    get(scope: string, scopeId: string, key: string): unknown {
      return parse(select.get(scope, scopeId, key))
    },
    /** Everything under `<group>.`, by what follows the dot. */
    group(scope: string, scopeId: string, group: string): Map<string, unknown> {
      // `/` is the character after `.`: the keys between are those that begin with `<group>.`.
      const rows = selectGroup.all(scope, scopeId, `${group}.`, `${group}/`)
      return new Map(rows.map(({ key, value }) => [key.slice(group.length + 1), parse(value)]))
    },
    /** Sets one value; null removes it. */
    set(scope: string, scopeId: string, key: string, value: unknown): void {
      if (value === null) remove.run(scope, scopeId, key)
      else upsert.run(scope, scopeId, key, JSON.stringify(value))
    },
  }
}

function parse(json: string | undefined): unknown {
  if (json === undefined) return undefined
  try {
    return JSON.parse(json)
  } catch {
    // A damaged setting counts as unset: whoever asks has a default, and writing it again mends it.
    return undefined
  }
}

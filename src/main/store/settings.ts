import { actionTypeSchema } from '../../contract/action-type.ts'
import type { AutoApprove, ScopeRef } from '../../contract/settings.ts'
import type { Database } from './database.ts'
import type { LastGood, PreferencesFile } from './preferences.ts'
import type { SettingRows } from './setting-rows.ts'
import type { Store } from './store.ts'
import { createWorktreeSettings } from './worktree-settings.ts'

/**
 * Auto-approve toggles and layouts, beside the preferences, which are a file. Each toggle is a row of its own, so
 * that setting one never touches another.
 */
export function createSettings(
  database: Database,
  rows: SettingRows,
  preferences: PreferencesFile,
): Store['settings'] {
  const selectLayout = database.prepare<[string], string>('SELECT json FROM layouts WHERE key = ?').pluck()
  const upsertLayout = database.prepare<[string, string]>(
    'INSERT INTO layouts (key, json) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET json = excluded.json',
  )

  // This process is the only writer, so what was read stays true until it is set here.
  const toggles = new Map<string, AutoApprove>()

  const setAutoApprove = database.transaction((at: ScopeRef, change: object) => {
    for (const [action, on] of Object.entries(change)) {
      if (on !== undefined) rows.set(at.scope, scopeId(at), `autoApprove.${action}`, on)
    }
  })

  return {
    ...preferences,
    autoApproveAt(at) {
      const key = `${at.scope} ${scopeId(at)}`
      const held = toggles.get(key) ?? readToggles(rows, at)
      toggles.set(key, held)
      return held
    },
    setAutoApprove(at, change) {
      toggles.delete(`${at.scope} ${scopeId(at)}`)
      setAutoApprove.immediate(at, change)
    },
    ...createWorktreeSettings(database, rows),
    layout: (key) => selectLayout.get(key) ?? null,
    setLayout(key, json) {
      upsertLayout.run(key, json)
    },
  }
}

/**
 * The last good preferences as rows, one each. They are written when they change, so that they are in backups too; a
 * database that is open for reading keeps nothing.
 */
export function lastGoodRows(database: Database, rows: SettingRows): LastGood {
  const get = () => rows.group('everywhere', '', 'preferences')
  const keep = database.transaction(
    (values: ReadonlyMap<string, unknown>, before: ReadonlyMap<string, unknown>) => {
      for (const name of before.keys()) {
        if (!values.has(name)) rows.set('everywhere', '', `preferences.${name}`, null)
      }
      for (const [name, value] of values) rows.set('everywhere', '', `preferences.${name}`, value)
    },
  )
  return {
    get,
    keep(values) {
      const before = get()
      const same =
        before.size === values.size &&
        [...values].every(([name, value]) => JSON.stringify(before.get(name)) === JSON.stringify(value))
      if (!same && !database.readonly) keep.immediate(values, before)
    },
  }
}

function readToggles(rows: SettingRows, at: ScopeRef): AutoApprove {
  const toggles: AutoApprove = {}
  for (const [name, on] of rows.group(at.scope, scopeId(at), 'autoApprove')) {
    const action = actionTypeSchema.safeParse(name)
    if (action.success && typeof on === 'boolean') toggles[action.data] = on
  }
  return toggles
}

function scopeId(at: ScopeRef): string {
  switch (at.scope) {
    case 'everywhere':
      return ''
    case 'workspace':
      return at.workspaceId
    case 'task':
      return at.taskId
    default: {
      const unknown: never = at
      throw new Error(`Unknown scope ${JSON.stringify(unknown)}`)
    }
  }
}

import { actionTypeSchema } from '../../contract/action-type.ts'
import { AppError } from '../../contract/app-error.ts'
import {
  type AutoApprove,
  type Preferences,
  preferencesSchema,
  type ScopeRef,
} from '../../contract/settings.ts'
import type { Database } from './database.ts'
import type { SettingRows } from './setting-rows.ts'
import type { Store } from './store.ts'
import { createWorktreeSettings } from './worktree-settings.ts'

/**
 * Preferences, auto-approve toggles and layouts. Each preference and each toggle is a row of its own, so
 * that setting one never touches another.
 */
export function createSettings(database: Database, rows: SettingRows): Store['settings'] {
  const selectLayout = database.prepare<[string], string>('SELECT json FROM layouts WHERE key = ?').pluck()
  const upsertLayout = database.prepare<[string, string]>(
    'INSERT INTO layouts (key, json) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET json = excluded.json',
  )

  // This process is the only writer, so what was read stays true until it is set here.
  let known: Preferences | null = null
  const toggles = new Map<string, AutoApprove>()

  function preferences(): Preferences {
    known ??= readPreferences()
    return known
  }

  function readPreferences(): Preferences {
    const stored = rows.group('everywhere', '', 'preferences')
    const held = Object.entries(preferencesSchema.shape).flatMap(([name, schema]) => {
      const value = schema.safeParse(stored.get(name))
      return value.success ? [[name, value.data]] : []
    })
    return preferencesSchema.parse(Object.fromEntries(held))
  }

  const setPreferences = database.transaction((change: Partial<Preferences>) => {
    for (const [name, schema] of Object.entries(preferencesSchema.shape)) {
      const value = change[name as keyof Preferences]
      if (value === undefined) continue
      const { success } = schema.safeParse(value)
      if (!success) throw new AppError('bad_request', `${JSON.stringify(value)} is not possible for ${name}.`)
      rows.set('everywhere', '', `preferences.${name}`, value)
    }
  })

  const setAutoApprove = database.transaction((at: ScopeRef, change: object) => {
    for (const [action, on] of Object.entries(change)) {
      if (on !== undefined) rows.set(at.scope, scopeId(at), `autoApprove.${action}`, on)
    }
  })

  return {
    preferences,
    setPreferences(change) {
      known = null
      setPreferences.immediate(change)
      return preferences()
    },
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

import fc from 'fast-check'
import { describe, expect, onTestFinished, test } from 'vitest'
import { type ActionType, actionTypes } from '../../contract/action-type.ts'
import type { WorkspaceId } from '../../contract/ids.ts'
import { preferencesSchema, type ScopeRef } from '../../contract/settings.ts'
import { taskId } from '../testing/sample-events.ts'
import { openStoreForTest, temporaryStore } from '../testing/sample-store.ts'
import { connectForWriting } from './database.ts'
import { databasePath } from './open-database.ts'

const defaults = preferencesSchema.parse({})

/** Writes settings rows behind the store's back. */
function write(folder: string, rows: Record<string, string>) {
  const database = connectForWriting(databasePath(folder))
  onTestFinished(() => {
    database.close()
  })
  const insert = database.prepare(`INSERT OR REPLACE INTO settings VALUES ('everywhere', '', ?, ?)`)
  for (const [key, value] of Object.entries(rows)) insert.run(key, value)
}

describe('preferences', () => {
  test('start with their defaults and change one by one', () => {
    const { folder, store } = temporaryStore()
    expect(store.settings.preferences()).toEqual(defaults)
    expect(store.settings.setPreferences({ theme: 'dark', maxDepth: 0 })).toEqual({
      ...defaults,
      theme: 'dark',
      maxDepth: 0,
    })
    store.settings.setPreferences({ theme: 'light', maxRetries: undefined })
    store.dispose()
    expect(openStoreForTest(folder).settings.preferences()).toEqual({
      ...defaults,
      theme: 'light',
      maxDepth: 0,
    })
  })

  test('fall back field by field where what is stored is unknown, impossible or damaged', () => {
    const { folder, store } = temporaryStore()
    write(folder, {
      'preferences.theme': '"neon"',
      'preferences.maxDepth': '7',
      'preferences.maxRetries': '{',
      'preferences.maxMistakes': '1e9',
      'preferences.colour': '"green"',
      'preferences.__proto__': '{"theme":"dark"}',
      'preferences/theme': '"dark"',
      preferences: '"dark"',
    })
    expect(store.settings.preferences()).toEqual({ ...defaults, maxDepth: 7 })
  })

  test('never throw, whatever is stored', () => {
    const { folder, store } = temporaryStore()
    const fields = Object.keys(preferencesSchema.shape)
    const json = fc.oneof(fc.json(), fc.string())
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom(...fields), json)), (rows) => {
        write(folder, Object.fromEntries(rows.map(([field, value]) => [`preferences.${field}`, value])))
        expect(preferencesSchema.safeParse(store.settings.preferences()).success).toBe(true)
      }),
      { numRuns: 30 },
    )
  })

  test('an impossible change is refused whole', () => {
    const { store } = temporaryStore()
    expect(() => store.settings.setPreferences({ theme: 'dark', maxDepth: -1 })).toThrow(
      expect.objectContaining({ code: 'bad_request', message: expect.stringContaining('maxDepth') }),
    )
    expect(store.settings.preferences()).toEqual(defaults)
  })
})

describe('auto-approve', () => {
  const everywhere: ScopeRef = { scope: 'everywhere' }
  const workspace = (name: string): ScopeRef => ({
    scope: 'workspace',
    workspaceId: `wsp_${name}` as WorkspaceId,
  })
  const task = (name: string): ScopeRef => ({ scope: 'task', taskId: taskId(name) })

  test('each scope has toggles of its own', () => {
    const { settings } = temporaryStore().store
    settings.setAutoApprove(everywhere, { read: false, edit: true })
    settings.setAutoApprove(workspace('a'), { edit: false })
    settings.setAutoApprove(task('a'), { command: true })
    const at = [everywhere, workspace('a'), workspace('b'), task('a'), task('b')].map((scope) =>
      settings.autoApproveAt(scope),
    )
    expect(at).toEqual([{ read: false, edit: true }, { edit: false }, {}, { command: true }, {}])
  })

  test('null unsets, and what is not named stays', () => {
    const { settings } = temporaryStore().store
    settings.setAutoApprove(everywhere, { read: false, edit: true, delete: true })
    settings.setAutoApprove(everywhere, { edit: null, delete: undefined, mcp: null })
    expect(settings.autoApproveAt(everywhere)).toEqual({ read: false, delete: true })
  })

  test('flipping one never changes another, at any scope', () => {
    const { settings } = temporaryStore().store
    const scopes = [everywhere, workspace('a'), workspace('b'), task('a'), task('b')]
    const expected = scopes.map((): Partial<Record<ActionType, boolean>> => ({}))
    fc.assert(
      fc.property(
        fc.nat(scopes.length - 1),
        fc.constantFrom(...actionTypes),
        fc.constantFrom(true, false, null),
        (place, action, on) => {
          settings.setAutoApprove(scopes[place] ?? everywhere, { [action]: on })
          const { [action]: _old, ...others } = expected[place] ?? {}
          expected[place] = on === null ? others : { ...others, [action]: on }
          expect(scopes.map((scope) => settings.autoApproveAt(scope))).toEqual(expected)
        },
      ),
      { numRuns: 150 },
    )
  })

  test('what is unknown or no yes or no approves nothing', () => {
    const { folder, store } = temporaryStore()
    write(folder, {
      'autoApprove.edit': '"true"',
      'autoApprove.command': '1',
      'autoApprove.delete': 'tru',
      'autoApprove.fly': 'true',
      'autoApprove.read': 'true',
    })
    expect(store.settings.autoApproveAt(everywhere)).toEqual({ read: true })
  })
})

test('layouts and drafts are kept by key', () => {
  const { folder, store } = temporaryStore()
  store.settings.setLayout('main', '{"panes":1}')
  store.settings.setLayout('main', '{"panes":2}')
  store.drafts.set('tsk_1', 'Half a thou\u0000ght 🌲')
  store.drafts.set('tsk_2', 'gone')
  store.drafts.set('tsk_2', '')
  store.dispose()
  const { settings, drafts } = openStoreForTest(folder)
  expect([settings.layout('main'), settings.layout('other')]).toEqual(['{"panes":2}', null])
  expect(['tsk_1', 'tsk_2', 'tsk_3'].map(drafts.get)).toEqual(['Half a thou\u0000ght 🌲', '', ''])
})

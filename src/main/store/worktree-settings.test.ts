import { expect, test } from 'vitest'
import type { WorkspaceId } from '../../contract/ids.ts'
import { worktreeSettingsSchema } from '../../contract/worktree-settings.ts'
import { openStoreForTest, temporaryStore } from '../testing/sample-store.ts'
import { connectForWriting } from './database.ts'
import { databasePath } from './open-database.ts'

const defaults = worktreeSettingsSchema.parse({})
const [here, there] = ['wsp_here', 'wsp_there'] as [WorkspaceId, WorkspaceId]

test('they are kept for each workspace, and a change leaves what it does not name', () => {
  const { folder, store } = temporaryStore()
  store.settings.setWorktrees(here, { setup: [' npm ci '], review: true })
  store.settings.setWorktrees(here, { landing: 'branch', copy: [] })
  store.dispose()
  const { settings } = openStoreForTest(folder)
  expect(settings.worktrees(here)).toEqual({
    ...defaults,
    ...{ setup: ['npm ci'], review: true, landing: 'branch', copy: [] },
  })
  expect(settings.worktrees(there)).toEqual(defaults)
})

test.each([
  [{ copy: ['../secrets'] }, 'leads out of the folder'],
  [{ copy: ['a\\..\\b'] }, 'leads out of the folder'],
  [{ copy: ['C:\\keys'] }, 'is no path from the top'],
  [{ copy: ['**/.GIT/config'] }, 'names git’s own folder'],
  [{ copy: ['!.env'] }, 'excludes something'],
  [{ setup: [''] }, 'is not possible for setup'],
])('%j is refused in words, and nothing of the change is kept', (change, words) => {
  const { settings } = temporaryStore().store
  expect(() => settings.setWorktrees(here, { review: true, ...change })).toThrow(words)
  expect(settings.worktrees(here)).toEqual(defaults)
})

test('what is damaged or unknown counts as unset, one setting at a time', () => {
  const { folder, store } = temporaryStore()
  const database = connectForWriting(databasePath(folder))
  const insert = database.prepare(`INSERT INTO settings VALUES ('workspace', 'wsp_here', ?, ?)`)
  insert.run('worktrees.setup', '[1]')
  insert.run('worktrees.landing', '"post"')
  insert.run('worktrees.gate', '["npm test"]')
  insert.run('worktrees.colour', '"green"')
  database.close()
  expect(store.settings.worktrees(here)).toEqual({ ...defaults, gate: ['npm test'] })
})

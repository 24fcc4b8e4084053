import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test as it } from 'vitest'
import { worktreeSettingsSchema } from '../../../contract/worktree-settings.ts'
import { calling, completing, refusing } from '../../testing/conversation.ts'
import { startTestApp, type TestApp } from '../../testing/test-app.ts'
import { lentBy, treelineWith } from '../../testing/treeline-command.ts'

let test: TestApp
beforeEach(async () => {
  test = await startTestApp({
    script: ({ opening, turn }) => {
      if (opening === 'All.') {
        if (turn > 0) return completing('Done.')
        const calls = ['First.', 'Second.'].map((message) => ({
          name: 'new_task',
          arguments: { mode: 'code', message },
        }))
        return { calls }
      }
      return turn === 0 ? calling('write_to_file', { path: 'a.txt', content: 'half\n' }) : refusing('No.')
    },
  })
})
afterEach(() => test.dispose())

const treeline = (...argv: string[]) => treelineWith(lentBy(test), ...argv)

describe('treeline worktrees settings', () => {
  const settings = (...argv: string[]) =>
    treeline('worktrees', 'settings', '--workspace', test.folder, ...argv)
  const defaults = worktreeSettingsSchema.parse({})

  it('prints what holds, changes what is named, and says so', async () => {
    expect(await settings()).toEqual({
      code: 0,
      out: 'setup    none\ncopy     .env\n         .env.*\n         **/.env\n         **/.env.*\ngate     none\nreview   off\nclashes  subtask\nlanding  changes\n',
      err: '',
    })
    const set = await settings(
      '--setup',
      'npm ci',
      '--setup',
      'npm run build',
      '--review',
      'on',
      '--landing',
      'commit',
    )
    expect([set.code, set.out.split('\n').slice(0, 2), set.err]).toEqual([
      0,
      ['setup    npm ci', '         npm run build'],
      expect.stringContaining('not trusted yet'),
    ])
    test.app.store.workspaces.setTrust(test.workspace.id, true)
    const again = await settings('--copy', 'none', '--gate', 'npm test', '--clashes', 'person', '--json')
    expect([again.code, JSON.parse(again.out), again.err]).toEqual([
      0,
      {
        setup: ['npm ci', 'npm run build'],
        copy: [],
        review: true,
        clashes: 'person',
        gate: ['npm test'],
        landing: 'commit',
      },
      '',
    ])
    expect(JSON.parse((await settings('--json')).out)).toEqual(JSON.parse(again.out))
    expect((await settings('--setup', 'none')).out).toContain('setup    none\n')
  })

  it('are those of a folder that was never opened, until one is set', async () => {
    const other = join(test.folder, 'other')
    mkdirSync(other)
    const { out } = await treeline('worktrees', '--json', 'settings', '--workspace', other)
    expect(JSON.parse(out)).toEqual(defaults)
    expect(test.app.store.workspaces.list()).toHaveLength(1)
  })

  it.each([
    [['--review', 'maybe'], '--review takes on or off, not "maybe".'],
    [['--clashes', 'nobody'], '--clashes takes subtask or person, not "nobody".'],
    [['--landing', 'email'], '--landing takes changes, commit or branch, not "email".'],
    [['--setup', ' '], '--setup takes something to write down, or none.'],
    [['--setup', 'none', '--setup', 'ls'], '--setup none goes with no other --setup.'],
    [['--copy', '../keys'], 'leads out of the folder'],
    [['--colour', 'green'], 'unknown option'],
    [['--workspace', '/nowhere/at/all'], 'There is no folder /nowhere/at/all.'],
  ])('%j is refused in words, with exit code 2', async (argv, words) => {
    expect(await settings(...argv)).toEqual({ code: 2, out: '', err: expect.stringContaining(words) })
    expect(test.app.store.settings.worktrees(test.workspace.id)).toEqual(defaults)
  })
})

describe('treeline worktrees', () => {
  it('lists them and removes one by its task or its path', async () => {
    test.create('All.', { approve: 'all' })
    await test.until('SA-1', 'completed')
    const list = (...argv: string[]) => treeline('worktrees', '--workspace', test.folder, ...argv)
    const [first, second] = ['SA-2', 'SA-3'].map((id) => test.view(id).folder) as [string, string]
    const listed = await list()
    expect([listed.code, listed.out.trimEnd().split('\n').toSorted()]).toEqual([
      0,
      [
        ...Array(2).fill('  Holds work that is nowhere else. Removing it keeps that in a snapshot.'),
        `SA-2  failed  work  ${first}`,
        `SA-3  failed  work  ${second}`,
      ],
    ])
    const removed = await treeline('worktrees', 'remove', 'sa-2')
    expect([removed.code, removed.err]).toEqual([
      0,
      `Removed ${first}.\nIts work is kept in refs/treeline/tasks/${test.id('SA-2')}/work, and comes back when SA-2 goes on.\n`,
    ])
    expect(JSON.parse((await list('--json')).out)).toMatchObject([
      { path: second, task: { displayId: 'SA-3' } },
    ])
    expect((await treeline('worktrees', 'remove', second)).code).toBe(0)
    expect(await list()).toEqual({ code: 0, out: '', err: 'No task of this folder has a worktree.\n' })
    expect([existsSync(first), existsSync(second)]).toEqual([false, false])
  })

  it.each([
    ['SA-1', 'There is no worktree of SA-1.'],
    ['/nowhere', 'There is no worktree at /nowhere.'],
  ])('has none to remove for %s', async (which, words) => {
    test.create('All.', { approve: 'all' })
    await test.until('SA-1', 'completed')
    expect(await treeline('worktrees', 'remove', which)).toMatchObject({
      code: 2,
      err: expect.stringContaining(words),
    })
  })

  it('takes no other word', async () => {
    expect(await treeline('worktrees', 'burn')).toMatchObject({ code: 2, out: '' })
    expect(await treeline('worktrees', 'remove')).toMatchObject({
      code: 2,
      err: expect.stringContaining('which'),
    })
  })
})

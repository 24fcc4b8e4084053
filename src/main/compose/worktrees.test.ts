import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { calling, completing, refusing } from '../testing/conversation.ts'
import { createGate, type Gate } from '../testing/gate.ts'
import { heldStream } from '../testing/held-stream.ts'
import { startTestApp, type TestApp } from '../testing/test-app.ts'

let test: TestApp
let gate: Gate
afterEach(async () => {
  gate.open()
  await test.dispose()
})

const git = (...args: string[]) => execFileSync('git', args, { cwd: test.folder, encoding: 'utf8' })
const list = () => test.app.worktrees.list(test.workspace.id)
const remove = (path: string) => test.app.worktrees.remove(test.workspace.id, path)
const folderOf = (displayId: string) => test.view(displayId).folder

/** SA-2 writes a file and fails, SA-3 is held at the gate in the middle of its work, SA-4 has nothing to do and fails. */
async function atWork() {
  gate = createGate()
  test = await startTestApp({
    script: ({ opening, turn, last }) => {
      if (opening === 'All.') {
        if (turn > 0) return completing('Done.')
        const calls = ['First.', 'Second.', 'Third.'].map((message) => ({
          name: 'new_task',
          arguments: { mode: 'code', message },
        }))
        return { calls }
      }
      if (last === 'Go on.' || last.includes('made again'))
        return calling('execute_command', { command: 'cat First.txt' })
      if (opening === 'Third.') return refusing('No.')
      if (turn === 0) return calling('write_to_file', { path: `${opening}txt`, content: 'half\n' })
      if (opening === 'Second.') return heldStream(completing('Done.'), gate)
      return turn === 1 ? refusing('No.') : completing('Done.')
    },
  })
  test.app.store.workspaces.setTrust(test.workspace.id, true)
  test.create('All.', { approve: 'all' })
  await gate.reached
  await Promise.all([test.until('SA-2', 'failed'), test.until('SA-4', 'failed')])
}

describe('worktrees', () => {
  it('are listed with their tasks, what lies in them, and whether somebody works there', async () => {
    await atWork()
    const found = (await list()).map(({ task, ...rest }) => ({
      ...rest,
      task: task?.displayId,
      status: task?.status,
    }))
    expect(found.toSorted((one, other) => (String(one.task) < String(other.task) ? -1 : 1))).toEqual([
      {
        task: 'SA-2',
        status: 'failed',
        path: folderOf('SA-2'),
        state: 'work',
        inUse: false,
        words: expect.stringContaining('nowhere else'),
      },
      {
        task: 'SA-3',
        status: 'in_progress',
        path: folderOf('SA-3'),
        state: 'work',
        inUse: true,
        words: expect.any(String),
      },
      {
        task: 'SA-4',
        status: 'failed',
        path: folderOf('SA-4'),
        state: 'clean',
        inUse: false,
        words: 'Nothing was changed in it.',
      },
    ])
  })

  it('are removed with a snapshot of their work, but not while a task works in one', async () => {
    await atWork()
    const [failed, working, idle] = ['SA-2', 'SA-3', 'SA-4'].map(folderOf) as [string, string, string]
    await expect(remove(working)).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('SA-3 is in_progress and works in'),
    })
    await remove(failed)
    await remove(idle)
    expect((await list()).map(({ path }) => path)).toEqual([working])
    expect([existsSync(failed), existsSync(idle), existsSync(working)]).toEqual([false, false, true])
    expect(git('show', `refs/treeline/tasks/${test.id('SA-2')}/work:First.txt`)).toBe('half\n')
    expect(git('ls-tree', '--name-only', `refs/treeline/tasks/${test.id('SA-4')}/work`)).toBe('README.md\n')
    await expect(remove(failed)).rejects.toMatchObject({ code: 'not_found' })
    await expect(remove(test.folder)).rejects.toMatchObject({ code: 'not_found' })
    expect(git('worktree', 'list').trim().split('\n')).toHaveLength(2)
  })

  it('are made again with their work when their task goes on', async () => {
    await atWork()
    await remove(folderOf('SA-2'))
    test.app.store.settings.setWorktrees(test.workspace.id, { setup: ['echo again > ready'] })
    test.tasks.send(test.id('SA-2'), 'Go on.')
    await test.until('SA-2', 'completed')
    expect(readFileSync(join(test.folder, 'First.txt'), 'utf8')).toBe('half\n')
    expect(test.calls('SA-2').find(({ name }) => name === 'execute_command')?.result).toContain('half')
    const notices = test.view('SA-2').items.flatMap((item) => (item.type === 'notice' ? [item.notice] : []))
    expect(notices.filter(({ type }) => type === 'worktree')).toHaveLength(2)
    expect(notices.filter(({ type }) => type === 'prepared')).toHaveLength(1)
    const told = test.view('SA-2').items.flatMap((item) => (item.type === 'message' ? [item.text] : []))
    expect(told.at(-1)).toContain('made again from the snapshot of its work')
  })

  it('whose folder is gone, or that are locked, are told and dealt with', async () => {
    await atWork()
    const [failed, idle] = ['SA-2', 'SA-4'].map(folderOf) as [string, string]
    rmSync(failed, { recursive: true })
    git('worktree', 'lock', '--reason', 'Mine.', idle)
    expect((await list()).map(({ state }) => state).toSorted()).toEqual(['gone', 'locked', 'work'])
    await remove(failed)
    await expect(remove(idle)).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('Mine.'),
    })
    expect((await list()).map(({ state }) => state).toSorted()).toEqual(['locked', 'work'])
  })

  it('are none where there can be none, and are not asked for where the folder is gone', async () => {
    gate = createGate()
    test = await startTestApp({ script: () => completing('Done.') })
    expect(await list()).toEqual([])
    rmSync(join(test.folder, '.git'), { recursive: true })
    expect(await list()).toEqual([])
    rmSync(test.folder, { recursive: true })
    await expect(list()).rejects.toMatchObject({ code: 'workspace_unavailable' })
  })
})

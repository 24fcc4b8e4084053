import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { TaskEvent } from '../../contract/task-event.ts'
import { calling, completing } from '../testing/conversation.ts'
import { recordCrashPoints } from '../testing/crash-points.ts'
import { createGate } from '../testing/gate.ts'
import { heldStream } from '../testing/held-stream.ts'
import { temporaryFolder } from '../testing/temporary-folder.ts'
import { startTestApp, type TestApp } from '../testing/test-app.ts'

let test: TestApp
afterEach(() => test.dispose())

const lines = 'one\ntwo\nthree\nfour\nfive\nsix\nseven\n'
const read = (path: string) => readFileSync(join(test.folder, path), 'utf8')
const write = (path: string, text: string) => writeFileSync(join(test.folder, path), text)
const git = (...args: string[]) => execFileSync('git', args, { cwd: test.folder, encoding: 'utf8' })
const typesOf = (displayId: string) =>
  test.app.store.events.read(test.id(displayId), 0, 1_000).map(({ body }) => body.type)
const wishes = () =>
  readdirSync(join(test.dataFolder, 'worktrees')).filter((name) => name.startsWith('revert'))

/** Two children that changed a.txt at its two ends, one of which made b.txt too; both are taken over. */
async function twoLanded(landing: 'changes' | 'commit' = 'changes'): Promise<void> {
  const gate = createGate()
  let together = 0
  test = await startTestApp({
    files: { 'a.txt': lines },
    script: ({ opening, turn }) => {
      if (opening === 'All.') {
        const piece = (message: string) => ({ name: 'new_task', arguments: { mode: 'code', message } })
        return turn === 0 ? { calls: [piece('First.'), piece('Second.')] } : completing('Done.')
      }
      if (turn === 0) {
        if (++together === 2) gate.open()
        const content = opening === 'First.' ? lines.replace('one', 'ONE') : lines.replace('seven', 'SEVEN')
        return heldStream(calling('write_to_file', { path: 'a.txt', content }), gate)
      }
      return opening === 'First.' && turn === 1
        ? calling('write_to_file', { path: 'b.txt', content: 'new\n' })
        : completing('Done.')
    },
  })
  git('config', 'user.name', 'Test')
  git('config', 'user.email', 'test@example.invalid')
  test.app.store.settings.setWorktrees(test.workspace.id, { landing })
  test.create('All.', { approve: 'all' })
  await test.until('SA-1', 'completed')
  expect(read('a.txt')).toBe(lines.replace('one', 'ONE').replace('seven', 'SEVEN'))
}
const first = () =>
  ['SA-2', 'SA-3'].find(
    (id) => test.view(id).items[0]?.type === 'message' && test.task(id).title === 'First.',
  ) ?? ''

describe('taking work back', () => {
  it('takes back that of one subtask and leaves that of the other, and what came later elsewhere', async () => {
    await twoLanded()
    write('c.txt', 'later\n')
    write('a.txt', read('a.txt').replace('four', 'FOUR'))
    const before = [git('branch', '-v'), git('stash', 'list'), git('ls-files', '--stage')]
    await test.tasks.revertWork(test.id(first()))
    expect(read('a.txt')).toBe(lines.replace('four', 'FOUR').replace('seven', 'SEVEN'))
    expect([existsSync(join(test.folder, 'b.txt')), read('c.txt')]).toEqual([false, 'later\n'])
    expect([git('branch', '-v'), git('stash', 'list'), git('ls-files', '--stage')]).toEqual(before)

    const view = test.view(first())
    expect(view.landed?.reverted).toBe(true)
    const notice = view.items.at(-1)
    expect(notice).toMatchObject({
      type: 'notice',
      notice: {
        type: 'reverted',
        into: test.folder,
        files: [
          { path: 'a.txt', change: 'changed' },
          { path: 'b.txt', change: 'deleted' },
        ],
      },
    })
    expect(test.view('SA-1').items.at(-1)).toMatchObject({
      from: 'engine',
      text: `This is a notice from Treeline, not from the user. What ${first()} changed was taken back by the user: a.txt, b.txt.`,
    })
    expect(test.task('SA-1').status).toBe('completed')
    expect(wishes()).toEqual([])

    await expect(test.tasks.revertWork(test.id(first()))).rejects.toMatchObject({
      code: 'conflict',
      message: `The work of ${first()} was taken back already.`,
    })
  })

  it('is refused in words where later work is on top, and changes nothing', async () => {
    await twoLanded()
    write('a.txt', read('a.txt').replace('ONE', 'one more'))
    await expect(test.tasks.revertWork(test.id(first()))).rejects.toMatchObject({
      code: 'conflict',
      message:
        'This cannot be taken back by itself, since later changes are in the same places: a.txt. Nothing was changed.',
    })
    expect([read('a.txt').split('\n')[0], read('b.txt')]).toEqual(['one more', 'new\n'])
    expect(test.view(first()).landed?.reverted).toBe(false)
    expect(typesOf(first())).not.toContain('work.reverted')
    expect(wishes()).toEqual([])
    // Once that is out of the way it can be done.
    write('a.txt', read('a.txt').replace('one more', 'ONE'))
    await test.tasks.revertWork(test.id(first()))
    expect(read('a.txt')).toBe(lines.replace('seven', 'SEVEN'))
  })

  it('is refused for a task of which nothing was taken over, and where the folder is gone', async () => {
    await twoLanded()
    await expect(test.tasks.revertWork(test.id('SA-1'))).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('there is nothing to take back'),
    })
    rmSync(test.folder, { recursive: true })
    await expect(test.tasks.revertWork(test.id(first()))).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('Nothing was taken back'),
    })
  })

  it('leaves a commit that was made of the work where it is, and says so', async () => {
    await twoLanded('commit')
    const [name, head] = [first(), git('rev-parse', 'HEAD')]
    const commit = test.view(name).landed?.commit
    expect(commit?.branch).toBe('main')
    await test.tasks.revertWork(test.id(name))
    expect([git('rev-parse', 'HEAD'), read('a.txt')]).toEqual([head, lines.replace('seven', 'SEVEN')])
    expect(git('status', '--porcelain')).toBe(' M a.txt\n D b.txt\n')
    expect(test.view('SA-1').items.at(-1)).toMatchObject({
      text: expect.stringContaining(`The commit ${commit?.id.slice(0, 10)} on main stays`),
    })
  })

  it('asked for twice at once is done once', async () => {
    await twoLanded()
    const id = test.id(first())
    const ends = await Promise.allSettled([test.tasks.revertWork(id), test.tasks.revertWork(id)])
    expect(ends.map(({ status }) => status)).toEqual(['fulfilled', 'rejected'])
    expect(typesOf(first()).filter((type) => type === 'work.reverted')).toHaveLength(1)
    expect(read('a.txt')).toBe(lines.replace('seven', 'SEVEN'))
  })

  it('killed after the files and before it was told, is told at the next start', async () => {
    await twoLanded()
    const name = first()
    const isRevert = (events: TaskEvent[]) => events.some(({ body }) => body.type === 'work.reverted')
    const id = test.id(name)
    const points = recordCrashPoints(test, temporaryFolder(), isRevert)
    const database = join(test.dataFolder, 'before.db')
    await test.app.store.backUp(database)
    await test.tasks.revertWork(id)
    expect(points).toHaveLength(1)
    await test.restart('leave', () => {
      points[0]?.restore()
      // The files as they were right after the commit, and the log as it was before it.
      for (const file of readdirSync(test.dataFolder))
        if (file.startsWith('treeline.db')) rmSync(join(test.dataFolder, file))
      writeFileSync(join(test.dataFolder, 'treeline.db'), readFileSync(database))
    })
    await vi.waitFor(() => expect(typesOf(name)).toContain('work.reverted'))
    expect(read('a.txt')).toBe(lines.replace('seven', 'SEVEN'))
    const told = test.app.store.events.read(id, 0, 1_000).at(-1)?.body
    expect(told).toMatchObject({ files: [{ path: 'a.txt' }, { path: 'b.txt' }] })
    await vi.waitFor(() => expect(wishes()).toEqual([]))
    await expect(test.tasks.revertWork(id)).rejects.toThrow('taken back already')
  })
})

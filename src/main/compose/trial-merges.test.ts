import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { TaskId } from '../../contract/ids.ts'
import { makeRepository } from '../testing/git-repository.ts'
import { createWorktree } from '../workspace/isolation/create-worktree.ts'
import { openRoom } from '../workspace/isolation/room.ts'
import { takeSnapshot } from '../workspace/isolation/snapshots.ts'
import { createTrialMerges } from './trial-merges.ts'

const lines = 'one\ntwo\nthree\nfour\nfive\nsix\nseven\n'

it('tells what clashes with what, reads only what is stale, and writes nothing but hidden refs', async () => {
  const repository = await makeRepository({ 'a.txt': lines, 'b.txt': 'b\n' })
  const { folder, dataFolder } = repository
  const signal = new AbortController().signal
  const roomOf = (path: string) => openRoom({ git: repository.git, dataFolder }, path)
  const { commit: base } = await takeSnapshot(await roomOf(folder), { ref: 'base', message: 'Base' })
  const tasks: { taskId: TaskId; folder: string; base: string }[] = []
  for (const name of ['one', 'two', 'three']) {
    const path = join(dataFolder, name)
    await createWorktree(await roomOf(folder), { snapshot: base, path, copy: [] })
    tasks.push({ taskId: name as TaskId, folder: path, base })
  }
  const write = (at: number, text: string) => writeFileSync(join(tasks[at]?.folder ?? '', 'a.txt'), text)
  write(0, lines.replace('two', 'two by one'))
  write(1, lines.replace('two', 'two by two'))
  write(2, lines.replace('seven', 'seven by three'))
  const before = repository.personsState()

  const merges = createTrialMerges(roomOf)
  const look = (stale: readonly string[] = []) =>
    merges.look(
      {
        into: { taskId: 'parent' as TaskId, folder },
        tasks: tasks.map((task) => ({ ...task, stale: stale.includes(task.taskId) })),
      },
      signal,
    )
  const first = await look()
  expect(first).toEqual([{ one: 'one', other: 'two', paths: ['a.txt'] }])
  expect(repository.personsState()).toEqual(before)

  // Nothing changed, or nothing that anybody was told of: what is known stands.
  expect(await look()).toBe(first)
  write(1, lines)
  expect(await look()).toBe(first)
  expect(await look(['two'])).toEqual([])

  repository.write('a.txt', lines.replace('seven', 'seven by hand'))
  repository.write('b.txt', 'by hand\n')
  expect(await look()).toEqual([{ one: 'three', other: null, paths: ['a.txt'] }])
})

it('ends with the reason of its signal', async () => {
  const repository = await makeRepository()
  const closing = new AbortController()
  closing.abort(new Error('The app ends.'))
  const merges = createTrialMerges(() => repository.room())
  const into = { taskId: 'parent' as TaskId, folder: repository.folder }
  await expect(merges.look({ into, tasks: [] }, closing.signal)).rejects.toThrow('The app ends.')
})

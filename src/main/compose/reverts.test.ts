import { expect, it } from 'vitest'
import type { TaskId } from '../../contract/ids.ts'
import type { Reverted } from '../engine/engine-deps.ts'
import { fingerprints } from '../testing/git-repository.ts'
import { killedAt } from '../testing/kill-isolation.ts'
import { prepareLanding } from '../testing/landing-work.ts'
import { landTree } from '../workspace/isolation/land-tree.ts'
import { createReverts } from './reverts.ts'

it('killed anywhere, taking work back is finished by the next start, and told with everything it changed', async () => {
  const { repository, folder, room, order, before, after, persons } = await prepareLanding()
  const { dataFolder } = repository
  const taskId = 'tsk_1' as TaskId
  const wanted = { taskId, displayId: 'TL-2', before: order.from, after: order.to }
  const signal = new AbortController().signal
  const told: Reverted[] = []
  const finish = async () => {
    const reverts = createReverts({ roomOf: async () => room, ours: dataFolder, log: () => {} })
    await reverts.finishFiles()
    for (const id of await reverts.unfinishedReverts())
      await reverts.revert({ ...wanted, taskId: id, into: folder }, (end) => told.push(end), signal)
    return reverts.unfinishedReverts()
  }
  for (const point of [
    ...['before:snapshot.keep', 'after:snapshot.keep:2', 'before:landing.begin', 'after:landing.begin'],
    ...['after:file.rename:2', 'after:file.delete', 'before:landing.end', 'after:landing.end'],
  ]) {
    await landTree(room, order)
    expect([point, fingerprints(folder)]).toEqual([point, after])
    expect([point, killedAt(point, { do: 'revert', dataFolder, folder, ...wanted })]).toEqual([point, true])
    expect([point, await finish()]).toEqual([point, []])
    expect([point, fingerprints(folder)]).toEqual([point, before])
    expect([point, told.at(-1)?.files.length]).toEqual([point, told[0]?.files.length])
  }
  expect(told).toHaveLength(8)
  expect(told[0]?.files).toContainEqual({ path: 'changed.txt', change: 'changed' })
  expect(repository.personsState()).toEqual(persons)
})

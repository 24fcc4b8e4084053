import { describe, expect, it } from 'vitest'
import { makeRepository } from '../../testing/git-repository.ts'
import { deleteSnapshot, findSnapshot, listSnapshots, pruneSnapshots, takeSnapshot } from './snapshots.ts'

describe('the refs of snapshots', () => {
  it('are listed, replaced, deleted and pruned', async () => {
    const repository = await makeRepository()
    const room = await repository.room()
    await takeSnapshot(room, { ref: 'task/1', message: 'One' })
    await takeSnapshot(room, { ref: 'task/2', message: 'Two' })
    await takeSnapshot(room, { ref: 'other/1', message: 'Other' })
    repository.write('a.txt', 'changed\n')
    const again = await takeSnapshot(room, { ref: 'task/2', message: 'Again' })
    expect((await listSnapshots(room, 'task')).map(({ ref, message }) => [ref, message])).toEqual([
      ['task/1', 'One'],
      ['task/2', 'Again'],
    ])
    expect((await findSnapshot(room, 'task/2'))?.tree).toBe(again.tree)
    expect(await findSnapshot(room, 'task')).toBe(null)
    await deleteSnapshot(room, 'task/1')
    await deleteSnapshot(room, 'task/1')
    const later = Date.now() + 60_000
    expect(await pruneSnapshots(room, { olderThan: 0 })).toEqual([])
    expect(await pruneSnapshots(room, { olderThan: later, keep: (ref) => ref === 'other/1' })).toEqual([
      'task/2',
    ])
    expect((await listSnapshots(room)).map(({ ref }) => ref)).toEqual(['other/1'])
  })

  it('may be made at the same time', async () => {
    const repository = await makeRepository()
    const room = await repository.room()
    repository.write('b.txt', 'new\n')
    const refs = ['a', 'b', 'c', 'd', 'e', 'f']
    const taken = await Promise.all(refs.map((ref) => takeSnapshot(room, { ref, message: ref })))
    expect(new Set(taken.map(({ tree }) => tree)).size).toBe(1)
    expect((await listSnapshots(room)).map(({ ref }) => ref).sort()).toEqual(refs)
  })

  it('cannot be what git or a file system would take amiss', async () => {
    const room = await (await makeRepository()).room()
    for (const ref of ['', '../x', 'a b', 'a..b', 'x.lock', '/x', 'a//b', '-x', 'x.'])
      await expect(takeSnapshot(room, { ref, message: 'A moment' })).rejects.toMatchObject({
        code: 'bad_request',
      })
  })
})

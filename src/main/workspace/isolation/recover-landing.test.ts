import { cpSync, existsSync, mkdirSync, readdirSync, renameSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { fingerprints } from '../../testing/git-repository.ts'
import { killedAt } from '../../testing/kill-isolation.ts'
import { prepareLanding } from '../../testing/landing-work.ts'
import { finishLanding, landTree, recoverLanding } from './land-tree.ts'
import { mergeWork } from './merge-work.ts'
import { takeSnapshot } from './snapshots.ts'

describe('killed in the middle', () => {
  const points = [
    ...['before:landing.begin', 'after:landing.begin', 'before:landing.end', 'after:landing.end'],
    ...[
      'before:file.write',
      'after:file.write:2',
      'before:file.rename:3',
      'after:file.rename:4',
      'after:file.rename:8',
    ],
    ...['before:file.delete', 'after:file.delete:2', 'after:file.delete:5'],
  ]
  it('it can be finished and undone, even if that is killed too', async () => {
    const { repository, folder, room, order, journalFile, before, after, persons } = await prepareLanding()
    const { dataFolder } = repository
    for (const [at, point] of points.entries()) {
      expect([point, killedAt(point, { do: 'land', dataFolder, folder, ...order })]).toEqual([point, true])
      if (existsSync(journalFile)) {
        const how = at % 2 === 0 ? 'finish' : 'undo'
        const again = { do: 'recover', dataFolder, folder, journalFile, how } as const
        if (at % 3 === 0) killedAt('before:file.rename:2', again)
        expect(await recoverLanding(room, { journalFile, how })).not.toMatchObject({
          left: [expect.anything()],
        })
        expect([point, fingerprints(folder)]).toEqual([point, how === 'finish' ? after : before])
      } else {
        expect([point, fingerprints(folder)]).toEqual([point, point === 'after:landing.end' ? after : before])
      }
      await landTree(room, { ...order, from: order.to, to: order.from })
      expect(fingerprints(folder)).toEqual(before)
    }
    expect(repository.personsState()).toEqual(persons)
    expect(await recoverLanding(room, { journalFile, how: 'undo' })).toEqual({ status: 'none' })
  })

  it('what somebody changed since is left alone, and a folder that was moved is not written to', async () => {
    const { repository, folder, room, order, journalFile, after } = await prepareLanding()
    killedAt('after:file.rename:2', { do: 'land', dataFolder: repository.dataFolder, folder, ...order })
    await expect(landTree(room, order)).rejects.toThrow('cut off earlier')
    renameSync(folder, `${folder} moved`)
    mkdirSync(folder)
    expect(await recoverLanding(room, { journalFile, how: 'finish' })).toEqual({ status: 'elsewhere' })
    expect(readdirSync(folder)).toEqual([])
    renameSync(folder, `${folder} new`)
    renameSync(`${folder} moved`, folder)
    repository.write('run.sh', 'mine\n')
    expect(await recoverLanding(room, { journalFile, how: 'finish' })).toMatchObject({
      status: 'finished',
      left: ['run.sh'],
    })
    expect(fingerprints(folder)).toEqual({ ...after, 'run.sh': expect.anything() })
    expect(repository.read('run.sh')).toBe('mine\n')
  })

  it('what was begun in a folder that is another by now does not keep work from landing there', async () => {
    const { repository, folder, room, order, journalFile } = await prepareLanding()
    killedAt('after:file.rename:2', { do: 'land', dataFolder: repository.dataFolder, folder, ...order })
    cpSync(folder, `${folder} copy`, { recursive: true, verbatimSymlinks: true })
    renameSync(folder, `${folder} moved`)
    renameSync(`${folder} copy`, folder)
    await finishLanding(room, journalFile)
    expect(existsSync(journalFile)).toBe(false)
    const { tree } = await takeSnapshot(room, { ref: 'tasks/t/now', message: 'Now' })
    const merged = await mergeWork(room, { base: order.from, ours: tree, theirs: order.to })
    expect(await landTree(room, { ...order, from: tree, to: merged.tree })).toMatchObject({
      status: 'landed',
    })
    expect(merged).toMatchObject({ status: 'clean' })
  })
})

import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, renameSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { fingerprints, folderTools, makeRepository } from '../../testing/git-repository.ts'
import { prepareLanding } from '../../testing/landing-work.ts'
import { landTree, revertLanding } from './land-tree.ts'
import { takeSnapshot } from './snapshots.ts'

describe('landing', () => {
  it('writes what differs, and takes it back, byte for byte, with the person’s git as it was', async () => {
    const { repository, folder, room, order, before, after, persons } = await prepareLanding()
    const landed = await landTree(room, order)
    expect(landed).toMatchObject({
      status: 'landed',
      paths: expect.arrayContaining(['run.sh', 'gone/c.txt', 'new/deep/ü "x"\n.txt']),
    })
    expect(fingerprints(folder)).toEqual(after)
    expect(existsSync(join(folder, 'gone'))).toBe(false)
    expect(await revertLanding(room, order)).toMatchObject({ status: 'landed' })
    expect(fingerprints(folder)).toEqual(before)
    expect(existsSync(join(folder, 'new'))).toBe(false)
    expect(repository.personsState()).toEqual(persons)
    expect(readdirSync(join(repository.base, 'journal'))).toEqual([])
  })

  it.each([
    ['a changed file', 'changed.txt', (at: string) => writeFileSync(at, 'old?\n')],
    ['a changed mode', 'run.sh', (at: string) => writeFileSync(at, '#!/bin/sh\n', { mode: 0o755 })],
    ['something where nothing was', 'new', (at: string) => writeFileSync(at, 'mine\n')],
    [
      'an ignored file in a folder that goes',
      'folder-to-file',
      (at: string) => writeFileSync(join(at, 'mine'), 'mine\n'),
    ],
    [
      'a link for a folder',
      'gone',
      (at: string) => {
        renameSync(at, `${at} away`)
        symlinkSync(`${at} away`, at)
      },
    ],
    [
      'another link',
      'link',
      (at: string) => {
        renameSync(at, `${at} away`)
        symlinkSync('mine', at)
      },
    ],
  ])('finds %s and writes nothing', async (_, name, change) => {
    const { repository, folder, room, order, persons } = await prepareLanding()
    if (name === 'run.sh') repository.remove('run.sh')
    change(join(folder, name))
    const now = fingerprints(folder)
    const result = await landTree(room, order)
    expect(result).toMatchObject({ status: 'changed', words: expect.stringContaining(name) })
    expect(fingerprints(folder)).toEqual(now)
    expect([repository.personsState(), existsSync(order.journalFile)]).toEqual([persons, false])
  })

  it('keeps permissions but for what the tree says', async () => {
    const { repository, folder, room, order } = await prepareLanding()
    repository.write('changed.txt', 'old\n', 0o640)
    repository.write('run.sh', '#!/bin/sh\n', 0o600)
    await landTree(room, order)
    const modeOf = (name: string) => statSync(join(folder, name)).mode & 0o777
    expect([modeOf('changed.txt'), modeOf('run.sh')]).toEqual([0o640, 0o700])
  })

  it('keeps to the folder that was opened, and changes no submodule', async () => {
    const { repository, folder, order } = await prepareLanding()
    mkdirSync(join(folder, 'part'))
    const part = await repository.room(join(folder, 'part'))
    expect(await landTree(part, order)).toMatchObject({
      status: 'blocked',
      words: expect.stringContaining('outside the folder part'),
    })
    const room = await repository.room()
    const withModule = await room.git.run(['mktree'], folder, {
      input: `160000 commit ${'1'.repeat(40)}\tlib\n`,
    })
    const empty = await room.git.run(['mktree'], folder, { input: '' })
    const blocked = await landTree(room, {
      ...order,
      from: empty.stdout.trim(),
      to: withModule.stdout.trim(),
    })
    expect(blocked).toMatchObject({ status: 'blocked', paths: ['lib'] })
  })

  it('puts everything back when a file cannot be written, and says why', async () => {
    const { folder, room, order, before } = await prepareLanding()
    const entries = (await room.git.run(['ls-tree', order.to], folder)).stdout
    const treeWith = async (line: string) => {
      const { stdout } = await room.git.run(['mktree', '--missing'], folder, { input: `${entries}${line}\n` })
      return stdout.trim()
    }
    const missing = await treeWith(`100644 blob ${'1'.repeat(40)}\tz`)
    const words = expect.stringMatching(/^Not all files could be written .* Everything was put back\.$/s)
    await expect(landTree(room, { ...order, to: missing })).rejects.toMatchObject({ message: words })
    const tooLong = await treeWith(`100644 blob ${'1'.repeat(40)}\t${'n'.repeat(300)}`)
    await expect(landTree(room, { ...order, to: tooLong })).rejects.toThrow('nnn: the name is too long.')
    expect([fingerprints(folder), existsSync(order.journalFile)]).toEqual([before, false])
  })

  it('works in a folder without a repository', async () => {
    const { base, room: open } = await makeRepository()
    const folder = join(base, 'plain')
    mkdirSync(folder)
    const { write } = folderTools(folder)
    const room = await open(folder)
    write('a.txt', 'one\n')
    const from = (await takeSnapshot(room, { ref: 'from', message: 'From' })).tree
    write('a.txt', 'two\n')
    write('b/c.txt', 'new\n')
    const to = (await takeSnapshot(room, { ref: 'to', message: 'To' })).tree
    const after = fingerprints(folder)
    const order = { from, to, journalFile: join(base, 'journal') }
    expect(await revertLanding(room, order)).toMatchObject({ status: 'landed', paths: ['a.txt', 'b/c.txt'] })
    expect(Object.keys(fingerprints(folder))).toEqual(['a.txt'])
    expect(await landTree(room, order)).toMatchObject({ status: 'landed' })
    expect(fingerprints(folder)).toEqual(after)
  })

  it('knows the content of an LFS file by its pointer', async () => {
    const repository = await makeRepository({ 'other.txt': 'x\n' })
    const content = 'the content\n'
    const oid = createHash('sha256').update(content).digest('hex')
    const room = await repository.room()
    const treeOf = async (text: string) => {
      repository.write('big.bin', text)
      return (await takeSnapshot(room, { ref: 'x', message: 'X' })).tree
    }
    const from = await treeOf(
      `version https://git-lfs.github.com/spec/v1\noid sha256:${oid}\nsize ${content.length}\n`,
    )
    const to = await treeOf('other content\n')
    repository.write('big.bin', content)
    const journalFile = join(repository.base, 'journal')
    expect(await landTree(room, { from, to, journalFile })).toMatchObject({ status: 'landed' })
    expect(repository.read('big.bin')).toBe('other content\n')
  })
})

describe('taking a landing back', () => {
  it('keeps later changes elsewhere, and refuses in words where they overlap', async () => {
    const repository = await makeRepository({ 'a.txt': 'one\n2\n3\n4\n5\n6\n7\nlast\n' })
    const room = await repository.room()
    const from = (await takeSnapshot(room, { ref: 'from', message: 'From' })).tree
    repository.write('a.txt', 'ONE\n2\n3\n4\n5\n6\n7\nlast\n')
    const to = (await takeSnapshot(room, { ref: 'to', message: 'To' })).tree
    const order = { from, to, journalFile: join(repository.base, 'journal') }
    repository.write('a.txt', 'ONE\n2\n3\n4\n5\n6\n7\nlater\n')
    expect(await revertLanding(room, order)).toMatchObject({ status: 'landed', paths: ['a.txt'] })
    expect(repository.read('a.txt')).toBe('one\n2\n3\n4\n5\n6\n7\nlater\n')
    repository.write('a.txt', 'ONE and more\n2\n3\n4\n5\n6\n7\nlater\n')
    const refused = await revertLanding(room, order)
    expect(refused).toMatchObject({
      status: 'overlap',
      words: expect.stringContaining('a.txt'),
      conflicts: [{ kind: 'content' }],
    })
    expect(repository.read('a.txt')).toBe('ONE and more\n2\n3\n4\n5\n6\n7\nlater\n')
  })
})

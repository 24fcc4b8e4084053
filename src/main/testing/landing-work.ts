import { join } from 'node:path'
import { landTree } from '../workspace/isolation/land-tree.ts'
import { takeSnapshot } from '../workspace/isolation/snapshots.ts'
import { fingerprints, makeRepository, type TestRepository } from './git-repository.ts'

/** Deletes, renames, new folders, a file for a folder and the other way round, mode bits, links, odd names and bytes. */
function work(repository: TestRepository): void {
  repository.write('changed.txt', 'new\r\n')
  repository.write('bytes.bin', Buffer.from([0, 1, 2, 255]))
  repository.write('new/deep/ü "x"\n.txt', 'new\n')
  repository.write('run.sh', '#!/bin/sh\n', 0o755)
  repository.remove('gone')
  repository.remove('file-to-folder')
  repository.write('file-to-folder/inner.txt', 'inner\n')
  repository.remove('folder-to-file')
  repository.write('folder-to-file', 'now a file\n')
  repository.remove('link')
  repository.link('link', 'other target')
  repository.remove('file-to-link')
  repository.link('file-to-link', 'changed.txt')
  repository.remove('link-to-folder')
  repository.write('link-to-folder/x.txt', 'x\n')
}

/** Work of a subtask as two trees, and the folder as it was before it. */
export async function prepareLanding() {
  const repository = await makeRepository({
    'changed.txt': 'old\n',
    'bytes.bin': '\0old',
    'run.sh': '#!/bin/sh\n',
    'gone/a/b.txt': 'gone\n',
    'gone/c.txt': 'gone\n',
    'file-to-folder': 'a file\n',
    'folder-to-file/a/b.txt': 'inside\n',
    'file-to-link': 'a file\n',
    'same.txt': 'same\n',
  })
  const { folder } = repository
  repository.link('link', 'target')
  repository.link('link-to-folder', '/tmp')
  repository.write('uncommitted.txt', 'mine\n')
  repository.write('staged.txt', 'mine\n')
  await repository.run('add', 'staged.txt')
  const room = await repository.room()
  const from = (await takeSnapshot(room, { ref: 'from', message: 'From' })).tree
  const before = fingerprints(folder)
  work(repository)
  const to = (await takeSnapshot(room, { ref: 'to', message: 'To' })).tree
  const after = fingerprints(folder)
  const journalFile = join(repository.base, 'journal', 'one.json')
  const order = { from, to, journalFile }
  await landTree(room, { ...order, from: to, to: from })
  return { repository, folder, room, order, journalFile, before, after, persons: repository.personsState() }
}

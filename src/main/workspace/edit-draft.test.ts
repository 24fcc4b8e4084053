import { readdirSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { temporaryFolder } from '../testing/temporary-folder.ts'
import { draftName, removeOldDrafts } from './edit-draft.ts'
import { writeTextFile } from './files.ts'
import { withPinnedFolder } from './pin-folder.ts'

it('removes drafts of the same file that an earlier process left, and nothing else', async () => {
  const folder = temporaryFolder()
  const [old, young, another] = [draftName('a.txt'), draftName('a.txt'), draftName('b.txt')]
  for (const name of [old, young, another, 'a.txt', '.treeline-notes.tmp'])
    writeFileSync(join(folder, name), '')
  for (const name of [old, another, 'a.txt', '.treeline-notes.tmp']) utimesSync(join(folder, name), 1, 1)
  await withPinnedFolder(folder, (pinned) => removeOldDrafts(pinned, 'a.txt'))
  expect(readdirSync(folder).sort()).toEqual([young, another, 'a.txt', '.treeline-notes.tmp'].sort())
})

it('leaves nothing of a killed write once the file is written again', async () => {
  const folder = temporaryFolder()
  const left = draftName('a.txt')
  writeFileSync(join(folder, left), 'half')
  utimesSync(join(folder, left), 1, 1)
  await writeTextFile({ real: join(folder, 'a.txt'), shown: 'a.txt' }, 'whole\n', null)
  expect(readdirSync(folder)).toEqual(['a.txt'])
})

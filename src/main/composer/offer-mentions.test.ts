import { expect, test } from 'vitest'
import { makeRepository } from '../testing/git-repository.ts'
import { createMentionOffers } from './offer-mentions.ts'
import { createWorkspacePaths } from './workspace-paths.ts'

const task = (displayId: string, title: string) => ({ id: `tsk_${displayId}`, displayId, title }) as never

test('offers are ranked, at most fifty, without what git ignores', async () => {
  const many = Object.fromEntries(Array.from({ length: 80 }, (_, at) => [`src/part/file-${at}.ts`, '']))
  const repository = await makeRepository({
    ...many,
    'src/contract/task-view.ts': '',
    'my notes.md': '',
    '.gitignore': 'out',
  })
  repository.write('out/task-view.js', '')
  repository.write('src/new-task-view.ts', '')
  const { git, folder } = repository
  const paths = createWorkspacePaths({ git, now: () => 0 })
  const offer = createMentionOffers({ git, paths })
  const tasks = [task('SA-12', 'Draw the tree view'), task('SA-2', 'Storks')]
  const labels = async (query: string) => (await offer({ folder, tasks }, query)).map(({ label }) => label)

  const found = await labels('taskview')
  expect(found.slice(0, 2).sort()).toEqual(['src/contract/task-view.ts', 'src/new-task-view.ts'])
  expect(found.some((label) => label.includes('out/'))).toBe(false)
  expect((await labels('file')).length).toBe(50)
  expect((await labels('sa-1'))[0]).toBe('SA-12')
  expect(await labels('storks')).toEqual(['SA-2'])
  expect((await labels('')).slice(0, 4)).toEqual(['SA-12', 'SA-2', 'git', 'src/'])
  expect((await offer({ folder, tasks }, 'notes'))[0]).toMatchObject({
    insert: '@"my notes.md"',
    kind: 'file',
  })
  expect((await offer({ folder, tasks }, 'git:'))[0]?.insert).toMatch(/^@git:[0-9a-f]{7,}$/)
  expect(await labels('https://example.org/a')).toEqual(['https://example.org/a'])
})

test('fifty thousand files are listed once, and a folder that is no repository is walked', async () => {
  const repository = await makeRepository({ 'a.txt': '' })
  let runs = 0
  const paths = Array.from({ length: 50_000 }, (_, at) => `src/part-${at % 300}/module-${at}.ts`).join('\0')
  const git = {
    ...repository.git,
    run: async () => {
      runs++
      return { code: 0, stdout: `${paths}\0`, stderr: '' }
    },
  }
  const offer = createMentionOffers({ git, paths: createWorkspacePaths({ git, now: () => 0 }) })
  const place = { folder: repository.folder, tasks: [] }
  expect((await offer(place, 'module-49999'))[0]?.label).toBe('src/part-199/module-49999.ts')
  for (const query of ['m', 'mo', 'mod', 'part-7/']) expect((await offer(place, query)).length).toBe(50)
  expect(runs).toBe(1)

  const plain = createWorkspacePaths({ git: { ...git, isRepository: async () => false }, now: () => 0 })
  expect(await plain.list(repository.folder)).toContain('a.txt')
})

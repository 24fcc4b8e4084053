import { symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { makeRepository } from '../testing/git-repository.ts'
import { createPathScope } from '../workspace/path-scope.ts'
import { expandMentions, mostOfOne } from './expand-mentions.ts'
import { findMentions, mentionOf } from './find-mentions.ts'

async function place(files: Record<string, string>) {
  const repository = await makeRepository(files)
  const { git, folder, dataFolder } = repository
  const fetchPage = async (url: string) => {
    return {
      url,
      contentType: 'text/html',
      bytes: Buffer.from('<h1>Storks</h1><p>nest &amp; fly</p>'),
      cut: false,
    }
  }
  const sources = { git, scope: createPathScope({ forbidden: [dataFolder] }), task: () => null, fetchPage }
  return { repository, folder, expand: (text: string) => expandMentions(sources, folder, text) }
}

test('mentions are found as people write them, and code holds none', () => {
  const found = (text: string) => findMentions(text).map(({ target }) => target)
  expect(found('See @src/a.ts, (@docs/) and @"my notes.md"; @git. @git:HEAD~1! @TL-12?')).toEqual([
    ...['src/a.ts', 'docs/', 'my notes.md', 'git', 'git:HEAD~1', 'TL-12'],
  ])
  expect(found('mail a@b.de or `@nothing/here`\n```\n@types/node\n```\n@a.ts @a.ts')).toEqual(['a.ts'])
  expect(found('@https://en.wikipedia.org/wiki/Tree_(graph). @https://x.org/?a=1&b=2')).toEqual([
    ...['https://en.wikipedia.org/wiki/Tree_(graph)', 'https://x.org/?a=1&b=2'],
  ])
  for (const target of ['src/a.ts', 'my notes.md', 'odd name.', 'a)'])
    expect(found(`see ${mentionOf(target)} now`)).toEqual([target])
})

test('files, folders, pages and changes stand with their content, and words that name nothing stay words', async () => {
  const { expand, repository } = await place({
    'src/a.ts': 'one\ntwo\n',
    'src/b.ts': 'b',
    '.gitignore': 'out\n',
  })
  repository.write('out/ignored.js', 'x')
  repository.write('src/a.ts', 'one\nthree\n')
  const context = await expand('Look at @src/a.ts, @src/ and @git, @https://storks.example/. Ask @everyone.')
  expect(context).toMatchObject([
    { kind: 'file', mention: '@src/a.ts', what: 'file, 2 lines', text: 'one\nthree', state: 'whole' },
    { kind: 'folder', mention: '@src/', text: 'a.ts\nb.ts', state: 'whole' },
    { kind: 'git', mention: '@git', text: expect.stringContaining('-two\n+three'), state: 'whole' },
    { kind: 'url', text: expect.stringMatching(/Storks\n\s*nest & fly/), state: 'whole' },
  ])
  const head = await repository.run('rev-parse', 'HEAD')
  expect(await expand(`@git:${head.slice(0, 8)} and @git:nowhere @git:--output=x`)).toMatchObject([
    { kind: 'git', what: `commit ${head.slice(0, 10)}`, state: 'whole' },
    { state: 'missing', text: 'There is no commit nowhere in the repository.' },
    { state: 'missing' },
  ])
})

test('what lies outside, is missing, binary or too long says so', async () => {
  const { expand, folder } = await place({
    'long.txt': `${'word '.repeat(19)}word\n`.repeat(3_000),
    'a.png': '\0\u0001\0',
  })
  symlinkSync('/etc', join(folder, 'link'))
  const context = await expand(
    '@../secret @/etc/hostname @link/hostname @~/.ssh/id @gone.ts @a.png @long.txt',
  )
  expect(context.map(({ state }) => state)).toEqual([...Array(6).fill('missing'), 'cut'])
  expect(context[0]?.text).toBe(
    '../secret lies outside of the workspace, and only what is in it can be mentioned.',
  )
  expect(context[2]?.text).toContain('outside of the workspace')
  expect(context[4]?.text).toBe('There is no gone.ts in the workspace.')
  const long = context[6]
  expect(long?.what).toMatch(/^file, the first \d+ lines of 3000 lines; read the rest with read_file/)
  expect(long?.text.length).toBeLessThanOrEqual(mostOfOne)
})

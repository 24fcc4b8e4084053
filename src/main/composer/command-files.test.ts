import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../testing/temporary-folder.ts'
import { fillCommand, listCommands } from './command-files.ts'

function place() {
  const base = temporaryFolder()
  const [dataFolder, folder] = [join(base, 'data'), join(base, 'project')]
  const write = (path: string, text: string) => {
    mkdirSync(join(path, '..'), { recursive: true })
    writeFileSync(path, text)
  }
  const own = (name: string, text: string) => write(join(dataFolder, 'slash-commands', name), text)
  const project = (name: string, text: string) => write(join(folder, '.treeline/commands', name), text)
  return { base, dataFolder, folder, own, project }
}

test('commands of a trusted project stand before one’s own, and faulty ones say why', () => {
  const { base, dataFolder, folder, own, project } = place()
  own('review.md', 'Mine.')
  own('tidy.md', '---\ndescription: Tidy up\n---\nTidy $1.')
  own('not a name.md', 'x')
  project(
    'review.md',
    '---\ndescription: Look\nmode: review\nargument-hint: <file>\n---\r\nReview $ARGUMENTS.\n',
  )
  project('broken.md', '---\ndescription: [1\n---\nx')
  project('empty.md', '---\nmode: code\n---\n')
  writeFileSync(join(base, 'outside.md'), 'secret')
  symlinkSync(join(base, 'outside.md'), join(folder, '.treeline/commands/link.md'))

  const trusted = listCommands({ dataFolder, folder, trusted: true })
  expect(trusted.map(({ name, source }) => `${name} ${source}`)).toEqual([
    ...['broken project', 'empty project', 'link project', 'review project', 'tidy user'],
  ])
  expect(trusted[3]).toMatchObject({
    description: 'Look',
    mode: 'review',
    hint: '<file>',
    body: 'Review $ARGUMENTS.',
  })
  expect(trusted.slice(0, 3).map(({ problem }) => problem === null)).toEqual([false, false, false])
  expect(trusted[2]?.body).toBe('')
  expect(listCommands({ dataFolder, folder, trusted: false }).map(({ body }) => body)).toEqual([
    'Mine.',
    'Tidy $1.',
  ])
  expect(listCommands({ dataFolder: join(base, 'none'), folder: null, trusted: true })).toEqual([])
})

test('arguments go where the text has a place for them, and are never lost', () => {
  expect(fillCommand('Review $1 for $2, all: $ARGUMENTS', 'a.ts "two words"')).toBe(
    'Review a.ts for two words, all: a.ts "two words"',
  )
  expect(fillCommand('Review $1 for $2.', 'a.ts')).toBe('Review a.ts for .')
  expect(fillCommand('Costs $100 and $10.', '')).toBe('Costs $100 and $10.')
  expect(fillCommand('Tidy up.', 'only src')).toBe('Tidy up.\n\nonly src')
  expect(fillCommand('$1', '$2')).toBe('$2')
})

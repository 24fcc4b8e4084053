import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, readFileSync, readlinkSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { makeRepository } from '../../testing/git-repository.ts'
import { copyIgnored, leftOutWords } from './copy-ignored.ts'

/** A repository with much that is ignored, and an empty place to copy it to. */
async function prepared() {
  const repository = await makeRepository({
    'a.txt': 'one\n',
    '.gitignore': 'node_modules\nvendor/\n.env*\n*.local\n/data\n!keep.local\n',
    'app/config.txt': 'x\n',
  })
  for (const path of [
    'node_modules/left/index.js',
    'node_modules/left/.env',
    'node_modules/left/node_modules/right/index.js',
    'app/node_modules/inner/index.js',
    'vendor/bundle/gem.rb',
    'vendor/cache/gem.zip',
    'vendor/notes.md',
    '.env',
    'app/.env.test',
    'app/b.local',
    'keep.local',
    'new.txt',
  ])
    repository.write(path, `${path}\n`)
  const target = join(realpathSync(repository.base), 'copy')
  mkdirSync(target)
  const room = await repository.room()
  const copy = (...globs: string[]) => copyIgnored(room, target, globs)
  return { repository, room, target, copy, at: (path: string) => join(target, path) }
}

describe('what is copied', () => {
  it.each<[string[], string[]]>([
    [
      ['.env', '.env.*', '**/.env', '**/.env.*'],
      ['.env', 'app/.env.test'],
    ],
    [['node_modules'], ['app/node_modules', 'node_modules']],
    [['/node_modules/**'], ['node_modules']],
    [['app/node_modules/'], ['app/node_modules']],
    [['vendor/bundle'], ['vendor/bundle']],
    [
      ['vendor/*/*.zip', 'vendor/notes.md'],
      ['vendor/cache/gem.zip', 'vendor/notes.md'],
    ],
    [['vendor/**/*.rb'], ['vendor/bundle/gem.rb']],
    // Not what git does not ignore, and nothing that would need every package looked through.
    [['*.local', '*.txt', '**/index.js'], ['app/b.local']],
    [['NODE_MODULES', 'nothing/at/all', '#', ' '], []],
  ])('%j names %j', async (globs, paths) => {
    const { copy, at } = await prepared()
    const { copied, leftOut } = await copy(...globs)
    expect([copied.toSorted(), leftOut]).toEqual([paths, []])
    expect(paths.filter((path) => !existsSync(at(path)))).toEqual([])
  })

  it('is a folder with all that lies in it, links as links, and without any .git', async () => {
    const { repository, copy, at } = await prepared()
    repository.link('node_modules/.bin/left', '../left/index.js')
    repository.link('node_modules/app', '../app')
    repository.write('node_modules/left/run.sh', 'exit 0\n', 0o755)
    execFileSync('git', ['init', '-q'], { cwd: join(repository.folder, 'node_modules/left') })
    expect(await copy('node_modules')).toMatchObject({ leftOut: [] })
    expect(readFileSync(at('node_modules/.bin/left'), 'utf8')).toBe('node_modules/left/index.js\n')
    expect(readlinkSync(at('node_modules/app'))).toBe('../app')
    expect(existsSync(at('node_modules/left/node_modules/right/index.js'))).toBe(true)
    expect(execFileSync(at('node_modules/left/run.sh'), { shell: '/bin/sh', stdio: 'pipe' })).toBeDefined()
    expect(existsSync(at('node_modules/left/.git'))).toBe(false)
  })

  it('leaves alone what is there already', async () => {
    const { target, copy, at } = await prepared()
    mkdirSync(join(target, 'node_modules', 'left'), { recursive: true })
    execFileSync('sh', ['-c', 'echo mine > node_modules/left/index.js; echo mine > .env'], { cwd: target })
    await copy('node_modules', '.env')
    expect(readFileSync(at('.env'), 'utf8')).toBe('mine\n')
    expect(readFileSync(at('node_modules/left/index.js'), 'utf8')).toBe('mine\n')
    expect(existsSync(at('node_modules/left/.env'))).toBe(true)
  })
})

describe('what cannot be copied', () => {
  it('is told, and holds up nothing else', async () => {
    const { repository, copy, at } = await prepared()
    repository.link('x.local', 'a.txt')
    execFileSync('mkfifo', [join(repository.folder, 'node_modules', 'pipe')])
    const { copied, leftOut } = await copy('*.local', 'node_modules')
    expect(copied.toSorted()).toEqual(['app/b.local', 'app/node_modules'])
    expect(leftOutWords(leftOut)).toBe(
      'Not copied: node_modules (one file of it pipe: it is no file), x.local (a link).',
    )
    expect(existsSync(at('node_modules/left/index.js'))).toBe(true)
  })

  it.skipIf(process.getuid?.() === 0)('may be what the system does not let us read', async () => {
    const { repository, copy } = await prepared()
    chmodSync(join(repository.folder, '.env'), 0o000)
    expect(await copy('.env')).toEqual({
      copied: [],
      leftOut: [{ path: '.env', why: 'the system does not permit it' }],
    })
  })

  it('is a folder that the worktrees lie in', async () => {
    const { repository, target } = await prepared()
    const dataFolder = join(repository.folder, 'data', 'worktrees')
    const room = { ...(await repository.room()), dataFolder }
    mkdirSync(dataFolder, { recursive: true })
    repository.write('data/file', 'x')
    const { leftOut } = await copyIgnored(room, target, ['data'])
    expect(leftOut).toEqual([{ path: 'data', why: 'Treeline’s own data lies in it' }])
  })

  it('is what a stop cuts off', async () => {
    const { room, target } = await prepared()
    const stopped = AbortSignal.abort('stopped')
    await expect(copyIgnored(room, target, ['node_modules'], stopped)).rejects.toBe('stopped')
  })
})

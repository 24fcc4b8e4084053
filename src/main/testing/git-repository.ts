import { createHash } from 'node:crypto'
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { createGit, type Git } from '../workspace/git.ts'
import { openRoom, type Room } from '../workspace/isolation/room.ts'
import { temporaryFolder } from './temporary-folder.ts'

/** Changes in a folder, by paths below it. */
export type FolderTools = {
  write(path: string, content: string | Uint8Array, mode?: number): void
  link(path: string, target: string): void
  remove(path: string): void
  read(path: string): string
}

/** A real repository in a temporary folder, with a room for it. */
export type TestRepository = FolderTools & {
  git: Git
  /** Where everything of the test lies. */
  base: string
  folder: string
  dataFolder: string
  room(folder?: string): Promise<Room>
  /** Runs git in the repository as a person would, and returns what it printed, trimmed. */
  run(...args: string[]): Promise<string>
  /** Everything in the git folder that is the person's: all but objects, our refs and worktrees. */
  personsState(): Record<string, string>
}

/** Makes it, with a first commit of `files` unless that is null. */
export async function makeRepository(
  files: Record<string, string> | null = { 'a.txt': 'one\n' },
): Promise<TestRepository> {
  const base = realpathSync(temporaryFolder())
  const folder = join(base, 'my repository ü')
  const dataFolder = join(base, 'data')
  mkdirSync(folder)
  const git = createGit()
  const repository: TestRepository = {
    ...{ git, base, folder, dataFolder },
    room: (of = folder) => openRoom({ git, dataFolder }, of),
    run: async (...args) => (await git.run(args, folder)).stdout.trim(),
    ...folderTools(folder),
    personsState: () => fingerprints(join(folder, '.git'), /^(objects|refs\/treeline|worktrees)$/),
  }
  const { run } = repository
  await run('init', '--quiet', '--initial-branch=main')
  await run('config', 'user.name', 'Someone')
  await run('config', 'user.email', 'someone@example.org')
  if (files === null) return repository
  for (const [path, content] of Object.entries(files)) repository.write(path, content)
  await run('add', '--all')
  await run('commit', '--quiet', '--allow-empty', '--message', 'First')
  return repository
}

export function folderTools(folder: string): FolderTools {
  const at = (path: string) => join(folder, path)
  return {
    write(path, content, mode) {
      mkdirSync(dirname(at(path)), { recursive: true })
      writeFileSync(at(path), content)
      if (mode !== undefined) chmodSync(at(path), mode)
    },
    link(path, target) {
      mkdirSync(dirname(at(path)), { recursive: true })
      symlinkSync(target, at(path))
    },
    remove: (path) => rmSync(at(path), { recursive: true }),
    read: (path) => readFileSync(at(path), 'utf8'),
  }
}

/** What lies below `folder`: kind, mode and hash of every entry by its path. Folders count only when empty. */
export function fingerprints(folder: string, without: RegExp = /^\.git$/): Record<string, string> {
  const found: Record<string, string> = {}
  const visit = (inner: string) => {
    for (const name of readdirSync(join(folder, inner)).sort()) {
      const path = inner === '' ? name : `${inner}/${name}`
      if (without.test(path)) continue
      const stats = lstatSync(join(folder, path))
      if (stats.isDirectory()) visit(path)
      else if (stats.isSymbolicLink()) found[path] = `link ${readlinkSync(join(folder, path))}`
      else
        found[path] =
          `${(stats.mode & 0o111) === 0 ? 'file' : 'program'} ${hash(readFileSync(join(folder, path)))}`
    }
  }
  if (existsSync(folder)) visit('')
  return found
}

const hash = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex').slice(0, 16)

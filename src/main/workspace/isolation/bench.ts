import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { copyFile, mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { failpoint } from '../../base/failpoint.ts'
import type { Git, GitOutput, GitRunOptions } from '../git.ts'

/**
 * A bare repository of our own, in which all work on snapshots is done. It reads and writes the objects of the
 * person's repository, but none of that repository's settings, attributes, filters, merge drivers or hooks are
 * in force, nor the person's: so no code of theirs runs, and every byte stays as it is on the disk.
 */
export type Bench = {
  /** Its folder. */
  path: string
  /** The folder of the objects it works on: the person's, or its own. */
  objects: string
  /** Settings of the person's repository about its file system, such as `core.filemode`. */
  carried: Readonly<Record<string, string>>
}

/** What a run of git on the bench needs besides its arguments. */
export type BenchRunOptions = Omit<GitRunOptions, 'env'> & {
  /** The file to use as index. */
  index?: string
  /** The folder with the files. */
  workTree?: string
}

/**
 * Highest in precedence of all attributes: no conversion of line ends, no filters, no drivers of any kind.
 * `-text` is "never convert"; `!name` makes an attribute unspecified, whatever a `.gitattributes` says.
 */
const ATTRIBUTES =
  '* -text -ident -filter -working-tree-encoding !crlf !eol !merge !diff !whitespace !conflict-marker-size\n'

/**
 * What a folder without a repository leaves out of its snapshots, besides what its own `.gitignore` names:
 * what tools make again and what would fill the disk.
 */
const EXCLUDES = ['node_modules/', '.venv/', '__pycache__/', '.DS_Store', '.gradle/', '.next/', '.cache/']

/** Makes the bench at `path` unless it is there, whole or not at all. */
export async function makeBench(git: Git, path: string, objectFormat: string): Promise<void> {
  if (existsSync(join(path, 'HEAD'))) return
  const draft = `${path}.${randomBytes(6).toString('hex')}.tmp`
  await mkdir(draft, { recursive: true })
  try {
    const format = `--object-format=${objectFormat}`
    await git.run(['init', '--quiet', '--bare', '--template=', '--initial-branch=none', format, '.'], draft)
    await mkdir(join(draft, 'info'), { recursive: true })
    await writeFile(join(draft, 'info', 'attributes'), ATTRIBUTES)
    await writeFile(join(draft, 'info', 'exclude'), `${EXCLUDES.join('\n')}\n`)
    await rename(draft, path)
  } catch (error) {
    await rm(draft, { recursive: true, force: true })
    if (!existsSync(join(path, 'HEAD'))) throw error
  }
}

/** Runs git on the bench. Throws as `Git.run` does. */
export function benchGit(
  git: Git,
  bench: Bench,
  args: readonly string[],
  { index, workTree, ...options }: BenchRunOptions = {},
): Promise<GitOutput> {
  const settings: Record<string, string> = {
    ...bench.carried,
    'core.bare': workTree === undefined ? 'true' : 'false',
    'core.looseCompression': '1',
    'core.logAllRefUpdates': 'false',
    'core.quotePath': 'false',
    'advice.addEmbeddedRepo': 'false',
    // Names that some file system takes for .git are refused everywhere.
    'core.protectHFS': 'true',
    'core.protectNTFS': 'true',
    // What one side put somewhere stays there, even if the other renamed the folder.
    'merge.directoryRenames': 'false',
  }
  return git.run(args, workTree ?? bench.path, {
    ...options,
    env: {
      GIT_DIR: bench.path,
      GIT_OBJECT_DIRECTORY: bench.objects,
      GIT_CONFIG_GLOBAL: '/dev/null',
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_ATTR_NOSYSTEM: '1',
      GIT_LITERAL_PATHSPECS: '1',
      // Nothing is ever fetched from another machine while files are compared.
      GIT_NO_LAZY_FETCH: '1',
      ...(index === undefined ? {} : { GIT_INDEX_FILE: index }),
      ...(workTree === undefined ? {} : { GIT_WORK_TREE: workTree }),
      ...authorEnvironment,
      ...settingsEnvironment(settings),
    },
  })
}

const authorEnvironment: Readonly<Record<string, string>> = {
  GIT_AUTHOR_NAME: 'Treeline',
  GIT_AUTHOR_EMAIL: 'treeline@localhost',
  GIT_COMMITTER_NAME: 'Treeline',
  GIT_COMMITTER_EMAIL: 'treeline@localhost',
}

/** Settings as the variables by which git takes them. */
export function settingsEnvironment(settings: Readonly<Record<string, string>>): Record<string, string> {
  const entries = Object.entries(settings)
  return {
    GIT_CONFIG_COUNT: String(entries.length),
    ...Object.fromEntries(
      entries.flatMap(([key, value], at) => [
        [`GIT_CONFIG_KEY_${at}`, key],
        [`GIT_CONFIG_VALUE_${at}`, value],
      ]),
    ),
  }
}

/** Runs `work` with the path of a fresh index in the bench, and deletes what it made there. */
export async function withTemporaryIndex<T>(bench: Bench, work: (index: string) => Promise<T>): Promise<T> {
  const index = join(bench.path, 'work', randomBytes(8).toString('hex'))
  await mkdir(dirname(index), { recursive: true })
  try {
    return await work(index)
  } finally {
    await rm(index, { force: true })
    await rm(`${index}.lock`, { force: true })
  }
}

/** Runs `work` on a bench of the same objects that has these branches, and no other. */
export async function withBranches<T>(
  bench: Bench,
  branches: readonly (readonly [name: string, commit: string])[],
  work: (named: Bench) => Promise<T>,
): Promise<T> {
  const path = join(bench.path, 'work', `${randomBytes(8).toString('hex')}.git`)
  try {
    for (const folder of ['info', 'objects', 'refs/heads'])
      await mkdir(join(path, folder), { recursive: true })
    for (const file of ['HEAD', 'config', 'info/attributes'])
      await copyFile(join(bench.path, file), join(path, file))
    for (const [name, commit] of branches) await writeFile(join(path, 'refs', 'heads', name), `${commit}\n`)
    return await work({ ...bench, path })
  } finally {
    await rm(path, { recursive: true, force: true })
  }
}

/** Deletes what killed processes left in the bench: all that is older than a day. */
export async function tidyBench(bench: Bench): Promise<void> {
  const folder = join(bench.path, 'work')
  for (const name of existsSync(folder) ? await readdir(folder) : []) {
    const { mtimeMs } = await stat(join(folder, name))
    if (Date.now() - mtimeMs > 86_400_000) await rm(join(folder, name), { recursive: true, force: true })
  }
}

/** Lets `ref` in the git folder `gitDir` name `commit`, whatever it named before; null deletes it. */
export async function setRef(git: Git, gitDir: string, ref: string, commit: string | null): Promise<void> {
  const args =
    commit === null ? ['update-ref', '--no-deref', '-d', ref] : ['update-ref', '--no-deref', ref, commit]
  failpoint('before:snapshot.keep')
  await git.run(args, gitDir, {
    env: { GIT_DIR: gitDir, ...settingsEnvironment({ 'core.logAllRefUpdates': 'false' }) },
  })
  failpoint('after:snapshot.keep')
}

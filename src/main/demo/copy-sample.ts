import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '../../contract/app-error.ts'

/** Runs git in a folder; must reject when git fails. */
type RunGit = (
  args: readonly string[],
  cwd: string,
  options?: { env?: Record<string, string> },
) => Promise<unknown>

const AUTHOR = { name: 'Treeline', email: 'demo@treeline.invalid', date: '2024-03-02T09:00:00Z' }

/** Whoever runs git takes these; so the first commit is the same on every machine. */
const COMMIT_ENVIRONMENT = {
  GIT_AUTHOR_NAME: AUTHOR.name,
  GIT_AUTHOR_EMAIL: AUTHOR.email,
  GIT_AUTHOR_DATE: AUTHOR.date,
  GIT_COMMITTER_NAME: AUTHOR.name,
  GIT_COMMITTER_EMAIL: AUTHOR.email,
  GIT_COMMITTER_DATE: AUTHOR.date,
}

/**
 * Copies the sample repository from one absolute folder to another and makes it a git repository with one
 * commit on `main`. The target is made; when it has anything in it already, throws AppError `conflict` and
 * changes nothing. What git rejects with is passed on; the files are there by then.
 */
export async function copySampleRepository(from: string, to: string, runGit: RunGit): Promise<void> {
  await mkdir(to, { recursive: true })
  if ((await readdir(to)).length > 0) {
    throw new AppError('conflict', `The folder ${to} is not empty, so the sample was not copied into it.`)
  }
  await copyFolder(from, to)
  await runGit(['init', '--quiet', '--initial-branch=main'], to)
  await runGit(['add', '--all'], to)
  await runGit(['commit', '--quiet', '--message=Little statistics for tide gauges'], to, {
    env: COMMIT_ENVIRONMENT,
  })
}

/** By reading and writing, because the packaged sample lies in an archive that only those two can reach. */
async function copyFolder(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true })
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)]
    if (entry.isDirectory()) await copyFolder(source, target)
    else await writeFile(target, await readFile(source))
  }
}

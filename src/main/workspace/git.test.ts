import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createGit } from './git.ts'

let folder: string
const git = createGit()

beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'git-')))
})
afterEach(async () => {
  vi.unstubAllEnvs()
  await rm(folder, { recursive: true, force: true })
})

async function repository(): Promise<string> {
  const path = join(folder, 'repository')
  await mkdir(path)
  await git.run(['init', '--quiet', '--initial-branch=main'], path)
  await git.run(['config', 'user.name', 'Someone'], path)
  await git.run(['config', 'user.email', 'someone@example.org'], path)
  return path
}

describe('a repository', () => {
  test('its branch is known before the first commit, and null when HEAD is detached', async () => {
    const path = await repository()
    expect([await git.branch(path), await git.isRepository(path)]).toEqual(['main', true])
    await git.run(['commit', '--quiet', '--allow-empty', '-m', 'First'], path)
    await git.run(['checkout', '--quiet', '-b', 'feature/tree'], path)
    expect(await git.branch(path)).toBe('feature/tree')
    await git.run(['checkout', '--quiet', '--detach'], path)
    expect([await git.branch(path), await git.isRepository(path)]).toEqual([null, true])
  })

  test('a plain folder, and one that is gone, are no repositories', async () => {
    expect([await git.branch(folder), await git.isRepository(folder)]).toEqual([null, false])
    const gone = join(folder, 'gone')
    expect([await git.branch(gone), await git.isRepository(gone)]).toEqual([null, false])
  })
})

describe('what a repository sets up to run', () => {
  test('hooks, file monitor, external diff and text conversion do not run', async () => {
    const path = await repository()
    const trap = join(folder, 'trap.sh')
    const sprung = join(folder, 'sprung')
    await writeFile(trap, `#!/bin/sh\necho "$0" >> '${sprung}'\ncat "$1" 2>/dev/null\n`)
    await chmod(trap, 0o755)
    await writeFile(join(path, 'a.txt'), 'one\n')
    await writeFile(join(path, '.gitattributes'), '*.txt diff=trap\n')
    await git.run(['add', '.'], path)
    for (const [name, value] of [
      ['core.fsmonitor', trap],
      ['core.pager', trap],
      ['diff.external', trap],
      ['diff.trap.textconv', trap],
      ['diff.trap.command', trap],
      ['core.hooksPath', join(folder, 'hooks')],
      ['log.showSignature', 'true'],
      ['gpg.program', trap],
    ] as const) {
      await git.run(['config', name, value], path)
    }
    await mkdir(join(folder, 'hooks'))
    for (const hook of ['pre-commit', 'post-commit', 'post-index-change', 'reference-transaction']) {
      await writeFile(join(folder, 'hooks', hook), `#!/bin/sh\ntouch '${sprung}'\n`, { mode: 0o755 })
    }
    await git.run(['commit', '--quiet', '-m', 'First'], path)
    await writeFile(join(path, 'a.txt'), 'two\n')

    expect((await git.run(['status', '--porcelain'], path)).stdout).toBe(' M a.txt\n')
    expect((await git.run(['diff'], path)).stdout).toContain('+two')
    expect((await git.run(['show', 'HEAD'], path)).stdout).toContain('+one')
    expect((await git.run(['log', '-p'], path)).stdout).toContain('+one')
    expect((await git.run(['stash', 'list'], path)).stdout).toBe('')
    expect(existsSync(sprung)).toBe(false)
    // The trap is a trap: git as a person runs it does spring it.
    execFileSync('git', ['status'], { cwd: path })
    expect(existsSync(sprung)).toBe(true)
  })

  test('inherited GIT_ variables point nowhere, given ones do', async () => {
    const path = await repository()
    vi.stubEnv('GIT_DIR', join(folder, 'elsewhere'))
    vi.stubEnv('GIT_EXTERNAL_DIFF', 'false')
    expect(await git.isRepository(path)).toBe(true)
    const index = join(folder, 'index')
    await git.run(['read-tree', '--empty'], path, { env: { GIT_INDEX_FILE: index } })
    expect(existsSync(index)).toBe(true)
  })
})

describe('input and output', () => {
  test('input reaches git and an accepted exit code is an answer', async () => {
    const path = await repository()
    const hash = await git.run(['hash-object', '--stdin'], path, { input: 'text\n' })
    expect(hash.stdout.trim()).toMatch(/^[0-9a-f]{40}$/)
    const missing = await git.run(['config', '--get', 'no.such'], path, { accept: [0, 1] })
    expect(missing.code).toBe(1)
  })
})

describe('failures say what happened', () => {
  test.each([
    [
      'git is missing',
      () => createGit({ command: 'no-such-git' }).run(['status'], folder),
      'not_supported_here',
      /Install git/,
    ],
    [
      'the folder is gone',
      () => git.run(['status'], join(folder, 'gone')),
      'workspace_unavailable',
      /not there any more/,
    ],
    [
      'git fails',
      () => git.run(['status'], folder),
      'workspace_unavailable',
      /git status in .* exit code 128: fatal: not a git repository/,
    ],
  ])('%s', async (_, act, code, words) => {
    await expect(act()).rejects.toMatchObject({
      name: 'AppError',
      code,
      message: expect.stringMatching(words),
    })
  })

  test('git hangs', async () => {
    const hangs = join(folder, 'hangs')
    await writeFile(hangs, '#!/bin/sh\nexec sleep 60\n', { mode: 0o755 })
    const running = createGit({ command: hangs }).run(['status'], folder, { timeout: 100 })
    await expect(running).rejects.toMatchObject({
      code: 'workspace_unavailable',
      message: `git status in ${folder} did not finish within 0.1 seconds and was ended.`,
    })
  })

  test('branch and isRepository answer without git', async () => {
    const none = createGit({ command: 'no-such-git' })
    expect([await none.branch(folder), await none.isRepository(folder)]).toEqual([null, false])
  })

  test('an abort rejects with its reason', async () => {
    const stop = new AbortController()
    const running = git.run(['status'], folder, { signal: stop.signal })
    stop.abort(new Error('stopped'))
    await expect(running).rejects.toThrow('stopped')
  })
})

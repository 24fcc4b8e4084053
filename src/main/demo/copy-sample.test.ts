import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../testing/temporary-folder.ts'
import { createGit } from '../workspace/git.ts'
import { copySampleRepository } from './copy-sample.ts'

const sample = resolve(import.meta.dirname, '../../../resources/demo/sample')
const git = createGit()

test('the copy is a repository with one commit and nothing left over', async () => {
  const to = join(temporaryFolder(), 'new', 'tideline')
  await copySampleRepository(sample, to, git.run)
  expect(readFileSync(join(to, 'src', 'stats.js'))).toEqual(readFileSync(join(sample, 'src', 'stats.js')))
  expect(await git.branch(to)).toBe('main')
  expect((await git.run(['status', '--porcelain'], to)).stdout).toBe('')
  const { stdout } = await git.run(['log', '--format=%an <%ae> %at %s'], to)
  expect(stdout).toBe('Treeline <demo@treeline.invalid> 1709370000 Little statistics for tide gauges\n')
})

test('its own tests pass', () => {
  const { NODE_TEST_CONTEXT: _, ...env } = process.env
  const output = execFileSync(process.execPath, ['--test'], { cwd: sample, env, encoding: 'utf8' })
  expect(output).toMatch(/fail 0/)
  expect(output).toMatch(/pass 9/)
})

test('a folder with something in it is left alone', async () => {
  const to = temporaryFolder()
  writeFileSync(join(to, 'mine.txt'), 'mine')
  await expect(copySampleRepository(sample, to, git.run)).rejects.toMatchObject({ code: 'conflict' })
  expect(readdirSync(to)).toEqual(['mine.txt'])
})

test('what git says is passed on', async () => {
  const missing = createGit({ command: join(temporaryFolder(), 'no-git') })
  const to = join(temporaryFolder(), 'tideline')
  await expect(copySampleRepository(sample, to, missing.run)).rejects.toMatchObject({
    code: 'not_supported_here',
  })
})

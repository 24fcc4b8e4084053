import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { expect, it, onTestFinished } from 'vitest'
import { startTestApp } from '../testing/test-app.ts'
import { wholeStory } from '../testing/whole-story.ts'

const program = join(import.meta.dirname, '..', 'testing', 'killed-app.ts')

/** Runs the app in a process of its own and kills it after so many commits. Gives the lines it wrote. */
async function runAndKill(args: string[], commits: number): Promise<string[]> {
  const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  const lines: string[] = []
  for await (const line of createInterface({ input: child.stdout })) {
    lines.push(line)
    if (lines.length === commits) child.kill('SIGKILL')
  }
  return lines
}

it('killed again and again, the tree goes on from where it was, to the same end, with nothing done twice', async () => {
  const test = await startTestApp({ script: wholeStory, files: { 'notes.txt': 'some\n' } })
  onTestFinished(() => test.dispose())
  const args = [test.dataFolder, test.folder, test.server.baseUrl]
  const lives: string[][] = []
  await test.restart('leave', async () => {
    for (const commits of [1, 4, 9, 13, 7, 17, Number.POSITIVE_INFINITY]) {
      lives.push(await runAndKill(args, commits))
      if (lives.at(-1)?.includes('over')) break
    }
  })
  expect(lives.at(-1)).toContain('over')
  expect(lives.length).toBeGreaterThan(4)
  expect(lives.flat().filter((line) => line.startsWith('problem'))).toEqual([])

  expect(test.view('SA-1')).toMatchObject({ status: 'completed', result: 'The end. Looked.' })
  const titles = test.app.store.tasks.list().map(({ title }) => title)
  expect(titles.sort()).toEqual(['Deeper.', 'Look.', 'The whole.', 'Work.'])
  expect(readFileSync(join(test.folder, 'made.txt'), 'utf8')).toBe('made\n')
  const worker = test.app.store.tasks.list().find(({ title }) => title === 'Work.')
  const command = test.calls(worker?.displayId ?? '').find(({ name }) => name === 'execute_command')
  const runs = existsSync(join(test.folder, 'runs.txt'))
    ? readFileSync(join(test.folder, 'runs.txt'), 'utf8')
    : ''
  // Whether a command that a kill cut off had run is not known, and it is not run again.
  if (command?.outcome === 'unknown') expect(['', 'ran\n']).toContain(runs)
  else expect([command?.outcome, runs]).toEqual(['ok', 'ran\n'])
  expect(test.faults()).toEqual([])
}, 60_000)

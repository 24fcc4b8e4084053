import { afterAll, beforeAll, expect, it } from 'vitest'
import { openReader } from '../../reader.ts'
import { completing } from '../../testing/conversation.ts'
import { temporaryFolder } from '../../testing/temporary-folder.ts'
import { startTestApp, type TestApp } from '../../testing/test-app.ts'
import { runProgram } from './program.ts'

let test: TestApp
beforeAll(async () => {
  test = await startTestApp({ script: ({ opening }) => completing(`The answer to: ${opening}`) })
  test.create('Count every heron on the "high sill".', { approve: 'all' })
  test.create('Count every stork.', { approve: 'all' })
  await test.until('SA-1', 'completed')
  await test.until('SA-2', 'completed')
})
afterAll(() => test.dispose())

async function treeline(dataFolder: string, ...argv: string[]) {
  const [out, err]: [string[], string[]] = [[], []]
  const refuse = () => {
    throw new Error('This command does not need it.')
  }
  const code = await runProgram(argv, {
    version: '0',
    output: {
      out: (text) => void out.push(text),
      err: (text) => void err.push(text),
      unread: new AbortController().signal,
    },
    ...{ upkeep: refuse, serve: refuse, openApp: refuse },
    openReader: () => openReader({ dataFolder, resourcesFolder: 'resources' }),
  })
  return { code, out: out.join(''), err: err.join('') }
}

it('finds what was said while the app is at work, and makes the index for it', async () => {
  const { code, out, err } = await treeline(test.dataFolder, 'search', 'count', 'heron')
  expect([code, err]).toEqual([0, ''])
  expect(out).toContain('SA-1  completed  orchestrator  Count every heron')
  expect(out).toContain('  result: The answer to: Count every heron on the "high sill".\n')
  expect(out).not.toContain('SA-2')
  const phrase = await treeline(test.dataFolder, 'search', '"high sill"', '--json')
  expect(JSON.parse(phrase.out)).toMatchObject({ found: 1, tasks: [{ displayId: 'SA-1' }] })
  const without = await treeline(test.dataFolder, 'search', '--', 'count', '-heron')
  expect(without.out).toMatch(/^SA-2 {2}completed/)
  const one = await treeline(test.dataFolder, 'search', 'count', '--limit', '1', '--workspace', test.folder)
  expect(one.out.match(/^SA-/gm)).toHaveLength(1)
  expect(one.err).toMatch(/^\d+ places in 2 tasks; 1 of 2 tasks are shown.\n$/)
})

it('ends with 1 when nothing is found, and with 2 for what makes no sense', async () => {
  expect(await treeline(test.dataFolder, 'search', 'flamingo')).toEqual({
    code: 1,
    out: '',
    err: 'Nothing was found.\n',
  })
  expect(JSON.parse((await treeline(test.dataFolder, 'search', 'flamingo', '--json')).out).tasks).toEqual([])
  const wrong = [['--limit', '0', 'heron'], ['…'], ['--workspace', temporaryFolder(), 'heron'], []]
  for (const argv of wrong) {
    const { code, out, err } = await treeline(test.dataFolder, 'search', ...argv)
    expect([code, out]).toEqual([2, ''])
    expect(err).not.toBe('')
  }
  const empty = await treeline(temporaryFolder(), 'search', 'heron')
  expect([empty.code, empty.err]).toEqual([
    1,
    'There are no tasks yet. Start one with: treeline run "what to do"\n',
  ])
})

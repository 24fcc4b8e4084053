import { readFileSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import type { ScriptedServer } from '../model/scripted-server.ts'
import { interruptedResult, messageArrived, subtaskReturn, unavailableTool } from '../prompt/nudges.ts'
import { temporaryFolder } from '../testing/temporary-folder.ts'
import { type Interfere, rejected, runToyTask, type ToyTask } from '../testing/toy-loop.ts'
import { applySearchReplace } from '../tools/edits/search-replace.ts'
import { createToolSet } from '../tools/tool-set.ts'
import { createGit } from '../workspace/git.ts'
import { copySampleRepository } from './copy-sample.ts'
import { DEMO_MODEL, startDemoModel } from './demo-server.ts'
import { README, README_DIFF, STATS, STATS_DIFF, STATS_TEST, STATS_TEST_DIFF } from './sample-change.ts'

const sample = resolve(import.meta.dirname, '../../../resources/demo/sample')
let server: ScriptedServer & { model: string }

beforeAll(async () => {
  server = await startDemoModel({ delayMs: 0 })
})
afterAll(() => server.close())

async function copySample(): Promise<string> {
  const folder = join(temporaryFolder(), 'tideline')
  await copySampleRepository(sample, folder, createGit().run)
  return folder
}

type Order = Parameters<typeof runToyTask>[0]

const play = async (order: Partial<Order> = {}): Promise<ToyTask & { folder: string }> => {
  const folder = order.folder ?? (await copySample())
  const message = 'Write me a poem about the sea, please.'
  const task = await runToyTask({ baseUrl: server.baseUrl, mode: 'orchestrator', message, ...order, folder })
  return { ...task, folder }
}

const callsOf = (task: ToyTask) =>
  task.messages
    .map((message) => (message.role === 'assistant' ? message.calls.map(({ name }) => name) : null))
    .filter((names) => names !== null)
const wordsOf = (task: ToyTask) =>
  task.messages.flatMap((message) => (message.role === 'assistant' ? [message.content] : []))

describe('the whole story', () => {
  test('plans, builds, tests and reviews a median, whatever was asked', async () => {
    const task = await play()
    const [plan, build, review] = task.children
    expect(callsOf(task)).toEqual([
      ['update_todo_list'],
      ['new_task'],
      ['update_todo_list', 'new_task'],
      ['update_todo_list', 'new_task'],
      ['update_todo_list', 'attempt_completion'],
    ])
    expect(task.children.map(({ mode }) => mode)).toEqual(['architect', 'code', 'review'])
    expect(callsOf(build as ToyTask)).toEqual([
      ['read_file', 'read_file'],
      ['apply_diff', 'apply_diff', 'apply_diff'],
      ['execute_command'],
      ['attempt_completion'],
    ])
    expect(wordsOf(task)[0]).toMatch(/scripted demo, not a model/)
    for (const child of task.children) expect(wordsOf(child)[0]).toMatch(/scripted demo, not a model/)

    expect(plan?.result).toMatch(/Plan for `median\(values\)`.*docs\/plan-median\.md/s)
    expect(build?.result).toBe(
      'Added `median(values)`: changed `src/stats.js`, `test/stats.test.js`, `README.md`.\n\n`node --test`: all 12 tests pass.',
    )
    expect(review?.result).toMatch(/^Good as it is\./)
    // Each report goes up to the orchestrator's words, and on to the next subtask's message.
    expect(wordsOf(task)[2]).toContain(plan?.result?.slice(0, 80))
    expect(wordsOf(task)[3]).toContain('Added `median(values)`')
    expect(build?.messages[1]?.role === 'user' && build.messages[1].content).toContain(
      plan?.result?.slice(0, 80),
    )
    for (const child of task.children) expect(task.result).toContain(child.result)
  })

  test('leaves the sample changed as it says', async () => {
    const { folder } = await play()
    const text = (path: string) => readFileSync(join(folder, path), 'utf8')
    expect(text('docs/plan-median.md')).toMatch(/^# A median/)
    expect(text('README.md')).toContain('| `median(values)` | the value in the middle |')
    const changed = (await createGit().run(['status', '--porcelain', '--untracked-files=all'], folder)).stdout
    expect(changed).toBe(' M README.md\n M src/stats.js\n M test/stats.test.js\n?? docs/plan-median.md\n')
    const { median } = await import(join(folder, 'src/stats.js'))
    expect([median([3, 10, 2]), median([1, 2])]).toEqual([3, 1.5])
  })

  test('played again finds it done', async () => {
    const { folder } = await play()
    const task = await play({ folder })
    expect(task.children.map(({ result }) => result)).toEqual([
      expect.stringMatching(/No plan is needed/),
      expect.stringMatching(/already.*all 12 tests pass/s),
      expect.stringMatching(/^Good as it is/),
    ])
  })

  test('is worked out from each request alone', async () => {
    await play()
    const other = await startDemoModel({ delayMs: 0 })
    onTestFinished(() => other.close())
    for (const { rawBody } of server.requests.slice(-8)) {
      const body = JSON.stringify({ ...JSON.parse(rawBody), stream: false })
      const [one, two] = await Promise.all(
        [server, other].map(async ({ baseUrl }) => {
          const response = await fetch(`${baseUrl}/chat/completions`, { method: 'POST', body })
          return ((await response.json()) as { choices: unknown }).choices
        }),
      )
      expect(one).toEqual(two)
    }
  })

  test('calls tools as they want to be called', async () => {
    const task = await play()
    const tools = createToolSet({ terminals: {} as never })
    const calls = [task, ...task.children].flatMap(({ messages }) =>
      messages.flatMap((message) => (message.role === 'assistant' ? message.calls : [])),
    )
    for (const { name, arguments: text } of calls) {
      const tool = tools.find(name)
      expect(tool === null ? name : tools.parse(tool, text)).toMatchObject(JSON.parse(text))
    }
  })

  test('applied a second time, its diffs fail and change nothing', async () => {
    const { folder } = await play()
    for (const [path, diff] of [
      [STATS, STATS_DIFF],
      [STATS_TEST, STATS_TEST_DIFF],
      [README, README_DIFF],
    ] as const) {
      expect(applySearchReplace(readFileSync(join(folder, path), 'utf8'), diff)).toMatchObject({ ok: false })
    }
  })

  test('lists its one model', async () => {
    const list = await (await fetch(`${server.baseUrl}/models`)).json()
    expect(list).toMatchObject({ data: [{ id: DEMO_MODEL }] })
  })
})

describe('a person says no', () => {
  const rejectOnce = (name: string, feedback: string): Interfere => {
    const seen = new Set<string>()
    return (call) => {
      const key = `${call.mode}${call.name}${call.args.path}${call.args.mode}`
      if (call.name !== name || seen.has(key)) return null
      seen.add(key)
      return rejected(name, feedback)
    }
  }

  test.each(['new_task', 'apply_diff', 'write_to_file', 'read_file', 'execute_command'])(
    'once to every %s: it asks again and gets there',
    async (name) => {
      const task = await play({ interfere: rejectOnce(name, 'Rather call it middle.') })
      expect(task.children.map(({ mode }) => mode)).toEqual(['architect', 'code', 'review'])
      expect(task.children[1]?.result).toContain('all 12 tests pass')
      const all = [task, ...task.children].flatMap(wordsOf).join('\n')
      expect(all).toContain('I see what you say: “Rather call it middle.”')
    },
  )

  test('always to the change: it says what was not done', async () => {
    const interfere: Interfere = ({ name }) => (name === 'apply_diff' ? rejected(name, 'Hands off.') : null)
    const task = await play({ interfere })
    expect(task.children.map(({ mode }) => mode)).toEqual(['architect', 'code'])
    expect(task.children[1]?.result).toMatch(
      /^Nothing was changed: none of the edits was made\..*all 9 tests pass.*Not done:\n- change src\/stats\.js: you rejected it: “Hands off\.”/s,
    )
    expect(task.result).toMatch(/2 of 3 pieces came back.*Left out:\n- Review it/s)
  })

  test('always to every subtask: it ends and says so', async () => {
    const task = await play({ interfere: ({ name }) => (name === 'new_task' ? rejected(name, '') : null) })
    expect(task.children).toEqual([])
    expect(task.result).toMatch(/0 of 3 pieces.*Plan it \(architect\): you rejected it$/ms)
  })

  test('to a report: it notes that and finishes again', async () => {
    let refusals = 0
    const interfere: Interfere = ({ mode, name }) =>
      mode === 'code' && name === 'attempt_completion' && refusals++ < 2
        ? rejected(name, 'Add a mode too.')
        : null
    const task = await play({ interfere })
    expect(task.children[1]?.result).toMatch(/all 12 tests pass.*said: “Add a mode too\.” .*left undone/s)
  })
})

describe('things go wrong', () => {
  test('a person writes in the middle, and after the end', async () => {
    const said = new Map([
      ['orchestrator1', 'How are you?'],
      ['code2', 'Hurry up!'],
      ['code3', messageArrived],
    ])
    const task = await play({ say: (mode, turn) => said.get(`${mode}${turn}`) ?? null })
    expect(wordsOf(task)[1]).toMatch(/^You wrote: “How are you\?” .*script/)
    expect(wordsOf(task.children[1] as ToyTask)[2]).toMatch(/^You wrote: “Hurry up!”/)
    expect(task.result).toContain('all 12 tests pass')
  })

  test('the tests cannot be run', async () => {
    const interfere: Interfere = ({ name }) =>
      name === 'execute_command' ? 'node: command not found (exit code 127)' : null
    const task = await play({ interfere })
    expect(task.children[1]?.result).toContain(
      '`node --test` gave no summary of tests: node: command not found',
    )
  })

  test('the tests fail', async () => {
    const interfere: Interfere = ({ args }) =>
      args.path === 'src/stats.js' && args.diff !== undefined ? rejected('apply_diff', '') : null
    const task = await play({ interfere })
    expect(task.children[1]?.result).toMatch(
      /tests FAIL\. This is not finished\..*change src\/stats\.js: you rejected it/s,
    )
    expect(task.children[2]?.result).toMatch(/NO: `median` is in/)
  })

  test('it is another folder', async () => {
    const folder = await copySample()
    rmSync(join(folder, 'src'), { recursive: true })
    const task = await play({ folder })
    expect(task.children.map(({ result }) => result)).toEqual(
      Array(2).fill(expect.stringMatching(/^Nothing was changed\. The demo’s script only knows the sample/)),
    )
    expect((await createGit().run(['status', '--porcelain'], folder)).stdout).not.toContain('docs')
  })

  test('a subtask fails', async () => {
    const failure = subtaskReturn({
      displayId: 'TOY-2',
      mode: 'architect',
      outcome: 'failed',
      summary: 'The model broke.',
    })
    const task = await play({
      interfere: ({ name, args }) => (name === 'new_task' && args.mode === 'architect' ? failure : null),
    })
    expect(task.children.map(({ mode }) => mode)).toEqual(['code', 'review'])
    expect(task.result).toMatch(/2 of 3 pieces.*Plan it \(architect\): it failed: Subtask TOY-2/s)
  })

  test.each(['ask', 'debug', 'test', 'docs-writer'])('mode %s says what it is and ends', async (mode) => {
    const task = await play({ mode })
    expect(callsOf(task)).toEqual([['attempt_completion']])
    expect(task.result).toMatch(/scripted demo, not a model/)
  })

  test('there are no tools for it', async () => {
    const task = await play({ tools: { orchestrator: ['attempt_completion'] } })
    expect(task.result).toMatch(/this task has no new_task/)
    const code = await play({ mode: 'code', tools: { code: ['read_file', 'attempt_completion'] } })
    expect(code.result).toMatch(/this task has no apply_diff/)
  })

  test('whatever becomes of its calls, every task ends', async () => {
    const folder = await copySample()
    const answers = [
      null,
      rejected('apply_diff', 'No.'),
      rejected('new_task', ''),
      interruptedResult('stopped'),
      interruptedResult('unknown'),
      unavailableTool({ tool: 'x', mode: 'code', names: [] }),
      'Something else.',
      '',
    ]
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat(answers.length - 1), { minLength: 30, maxLength: 30 }),
        async (picks) => {
          let count = 0
          const interfere: Interfere = ({ name }) => {
            const pick = picks[count++]
            // A person who never lets a task end is not the demo's fault.
            return pick === undefined || (name === 'attempt_completion' && count > 20)
              ? null
              : (answers[pick] ?? null)
          }
          const task = await play({ folder, interfere })
          expect(task.result).not.toBe('')
        },
      ),
      { numRuns: 25 },
    )
  })
})

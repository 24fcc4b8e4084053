import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import type { ActionType } from '../../contract/action-type.ts'
import { type Conversation, calling, completing } from '../testing/conversation.ts'
import { createGate } from '../testing/gate.ts'
import { heldStream } from '../testing/held-stream.ts'
import { startTestApp, type TestApp } from '../testing/test-app.ts'

let test: TestApp
afterEach(() => test.dispose())

const files = {
  'src/sum.js': 'export const sum = (a, b) => a - b\n',
  'test.sh':
    'echo run >> "$RUNS"; grep -q "a + b" src/sum.js && echo fine || { echo "sum is wrong"; exit 1; }\n',
  'package.json': '{}\n',
}
const mended = 'export const sum = (a, b) => a + b\n'
const write = (path: string, content: string) => calling('write_to_file', { path, content })

/** A parent that orders “Mend it.” with these checks, and a child that does `steps` in turn, then completes. */
function story(checks: object | undefined, steps: (last: string) => ReturnType<typeof calling>[]) {
  return ({ opening, turn, last }: Conversation) => {
    if (opening === 'Do it.')
      return turn === 0
        ? calling('new_task', { mode: 'code', message: 'Mend it.', ...(checks ? { checks } : {}) })
        : completing(`Heard: ${last}`)
    return steps(last)[turn] ?? completing('Mended.')
  }
}
const start = (approve: ActionType[] | 'all' = 'all') => test.create('Do it.', { approve })
const receipt = () => test.calls('SA-1')[0]?.subtask?.receipt
const outcomes = () => receipt()?.checks.map(({ what, outcome, found }) => [what, outcome, found])
const completions = () => test.calls('SA-2').filter(({ name }) => name === 'attempt_completion')
const types = (displayId: string) =>
  test.app.store.events.read(test.id(displayId), 0, 1_000).map(({ body }) => body.type)

describe('the checks of a subtask', () => {
  it('send it back when one fails, with what was found; mended, it completes', async () => {
    const checks = { run: ['RUNS=runs.txt sh test.sh'], exists: ['docs/sum.md'], unchanged: ['package.json'] }
    const steps = () => [completing('Mended.'), write('src/sum.js', mended), write('docs/sum.md', '# Sum\n')]
    test = await startTestApp({ script: story(checks, steps), files })
    start()
    await test.until('SA-1', 'completed')

    const [first, second] = completions()
    expect(first).toMatchObject({ outcome: 'error', approval: null })
    expect(first?.result).toMatch(/^Not finished yet: 2 of the 3 checks/)
    expect(first?.result).toMatch(/exits with 0: no, exit code 1\n<output \w+>\nsum is wrong\n<\/output/)
    expect(first?.result).toContain('- docs/sum.md exists: no, missing')
    expect(first?.result).not.toContain('package.json')
    expect(second).toMatchObject({ outcome: 'ok', result: 'The task is completed.' })
    expect(outcomes()).toEqual([
      ['RUNS=runs.txt sh test.sh', 'passed', 'exit code 0'],
      ['docs/sum.md', 'passed', 'there'],
      ['package.json', 'passed', 'as it was'],
    ])
    expect(test.calls('SA-1')[0]?.result).toContain('Checks: all 3 passed.')
    expect(test.view('SA-2').checks).toMatchObject({ state: 'passed', failures: 1 })
    expect(readFileSync(join(test.folder, 'runs.txt'), 'utf8')).toBe('run\nrun\n')
  })

  it('see what changed that must not, also through commands, and what is new', async () => {
    const steps = () => [
      calling('execute_command', { command: 'echo more >> package.json; echo x > test/new.txt' }),
      completing('Mended.'),
      calling('execute_command', { command: "printf '{}\\n' > package.json; rm test/new.txt" }),
    ]
    test = await startTestApp({
      script: story({ unchanged: ['package.json', 'test', '*.lock'] }, steps),
      files: { ...files, 'test/a.txt': 'a\n', 'some.lock': 'a\n' },
    })
    start()
    await test.until('SA-1', 'completed')
    const [first] = completions()
    expect(first?.result).toContain('- package.json stays unchanged: no, changed: package.json')
    expect(first?.result).toContain('- test stays unchanged: no, new: test/new.txt')
    expect(first?.result).not.toContain('.lock')
    expect(outcomes()?.map(([, outcome]) => outcome)).toEqual(['passed', 'passed', 'passed'])
    expect(receipt()?.commands).toHaveLength(2)
  })

  it('that fail for ever hold it up five times; then it finishes, and the receipt says what failed', async () => {
    test = await startTestApp({ script: story({ exists: ['never.md'] }, () => []), files })
    start()
    await test.until('SA-1', 'completed')
    expect(completions().map(({ outcome }) => outcome)).toEqual([...Array(5).fill('error'), 'ok'])
    expect(completions()[3]?.result).toContain('after 1 more failed try')
    expect(completions()[4]?.result).toContain('the next attempt_completion finishes the task')
    expect(outcomes()).toEqual([['never.md', 'failed', 'missing']])
    expect(test.view('SA-1').result).toContain('Checks: 0 of 1 passed; never.md failed (missing).')
  })

  it('run before anybody is asked whether it may finish; a person who says no has them run again', async () => {
    const steps = () => [write('src/sum.js', mended)]
    test = await startTestApp({ script: story({ run: ['RUNS=runs.txt sh test.sh'] }, steps), files })
    start(['subtask_create', 'edit', 'command'])
    await test.until('SA-2', 'awaiting_approval')
    expect(completions()[0]?.approval?.subject.type).toBe('completion')
    expect(test.view('SA-2').checks?.state).toBe('passed')
    // What they came to stands: they are not run again for the same call.
    await test.restart('continue')
    await test.until('SA-2', 'awaiting_approval')
    expect(readFileSync(join(test.folder, 'runs.txt'), 'utf8')).toBe('run\n')
    test.decide('SA-2', 'rejected', 'Say more.')
    await test.event(({ body }) => body.type === 'approval.requested' && body.subject.type === 'completion')
    expect(readFileSync(join(test.folder, 'runs.txt'), 'utf8')).toBe('run\nrun\n')
    test.decide('SA-2', 'approved')
    await test.until('SA-1', 'completed')
  })

  it('broken off by a stop and by a restart run anew', async () => {
    const command = 'echo begun >> begun.txt; test -e go.txt || sleep 60; echo ended >> ended.txt'
    test = await startTestApp({ script: story({ run: [command] }, () => []), files })
    const count = (name: string) =>
      existsSync(join(test.folder, name))
        ? readFileSync(join(test.folder, name), 'utf8').split('\n').length - 1
        : 0
    const begun = () => test.event(({ body }) => body.type === 'checks.started')
    const spoken = async (times: number) => {
      while (count('begun.txt') < times) await new Promise((resolve) => setImmediate(resolve))
    }
    start()
    await begun()
    await spoken(1)
    test.tasks.stop(test.id('SA-2'))
    await test.until('SA-2', 'paused')
    expect(test.calls('SA-2')[0]?.status).toBe('running')
    test.tasks.resume(test.id('SA-2'))
    await spoken(2)
    await test.restart('continue', () => expect(count('ended.txt')).toBe(0))
    await spoken(3)
    await test.restart('continue', () => writeFileSync(join(test.folder, 'go.txt'), ''))
    await test.until('SA-1', 'completed')
    expect([count('begun.txt'), count('ended.txt')]).toEqual([4, 1])
    expect(types('SA-2').filter((type) => type === 'checks.finished')).toHaveLength(1)
    expect(outcomes()).toEqual([[command, 'passed', 'exit code 0']])
  })

  it('are told to nobody where there are none: nothing of them is in the log', async () => {
    test = await startTestApp({ script: story(undefined, () => []), files })
    start()
    await test.until('SA-1', 'completed')
    expect(types('SA-2').filter((type) => type.startsWith('checks'))).toEqual([])
    expect(test.view('SA-2').checks).toBeNull()
    expect(receipt()).toMatchObject({ checks: [], files: [], commands: [], tests: 'none', doubt: null })
  })

  it('hold no more once the subtask has completed', async () => {
    test = await startTestApp({ script: story({ exists: ['package.json'] }, () => []), files })
    start()
    await test.until('SA-1', 'completed')
    const before = types('SA-2').filter((type) => type === 'checks.started').length
    test.tasks.send(test.id('SA-2'), 'Once more.')
    await test.event(({ taskId, body }) => taskId === test.id('SA-2') && body.type === 'task.completed')
    expect(types('SA-2').filter((type) => type === 'checks.started')).toHaveLength(before)
  })
})

describe('checks of children in worktrees', () => {
  const lines = 'one\ntwo\nthree\nfour\nfive\n'
  const checks = { run: ['test -e made.txt'], unchanged: ['b.txt', 'src'] }

  it('look there, before the work is taken over, and take for no change what others did', async () => {
    const landed = createGate()
    test = await startTestApp({
      files: { ...files, 'a.txt': lines, 'b.txt': 'b\n' },
      script: ({ opening, turn, last }) => {
        const order = (message: string, more = {}) => ({
          ...{ name: 'new_task', arguments: { mode: 'code', message, ...more } },
        })
        if (opening === 'Do it.')
          return turn === 0
            ? { calls: [order('First.'), order('Second.', { checks })] }
            : completing('Both are done.')
        if (opening === 'First.') {
          if (turn === 0) return write('a.txt', lines.replace('two', 'two by First'))
          if (turn === 1) return write('b.txt', 'by First\n')
          return completing('First is done.')
        }
        if (turn === 0) return heldStream(write('a.txt', lines.replace('two', 'two by Second')), landed)
        if (turn === 1) return completing('Second is done.')
        if (turn === 2) return write('made.txt', '')
        if (last.includes('clashes with yours')) return write('a.txt', lines.replace('two', 'two by both'))
        return completing('Second is done.')
      },
    })
    const first = test.event(({ body }) => body.type === 'work.landed')
    start()
    await first
    landed.open()
    await test.until('SA-1', 'completed')
    const second = test.calls('SA-1')[1]?.subtask
    const told = test.calls('SA-3').filter(({ name }) => name === 'attempt_completion')
    expect(told.map(({ outcome, display }) => [outcome, display?.type ?? null])).toEqual([
      ['error', 'checks'],
      ['error', null],
      ['ok', null],
    ])
    expect(second?.receipt?.checks.map(({ outcome }) => outcome)).toEqual(['passed', 'passed', 'passed'])
    expect(readFileSync(join(test.folder, 'a.txt'), 'utf8')).toContain('two by both')
    expect(readFileSync(join(test.folder, 'b.txt'), 'utf8')).toBe('by First\n')
  })
})

describe('the commands of checks', () => {
  const run = ['RUNS=runs.txt sh test.sh']
  const steps = () => [write('src/sum.js', mended)]

  it('run without a question when a person who saw them approved the subtask', async () => {
    test = await startTestApp({ script: story({ run }, steps), files })
    start(['edit', 'subtask_finish'])
    await test.until('SA-1', 'awaiting_approval')
    expect(test.calls('SA-1')[0]?.approval?.subject).toMatchObject({
      type: 'subtask',
      checks: { run, exists: [], unchanged: [] },
    })
    test.decide('SA-1', 'approved')
    await test.until('SA-1', 'completed')
    expect(test.view('SA-2').checks?.grant).toMatchObject({
      by: 'person',
      rule: expect.stringContaining('with the subtask'),
    })
  })

  it('ask when a rule approved the subtask and commands ask; once approved, they ask no more', async () => {
    const again = () => [completing('Not yet.'), ...steps()]
    test = await startTestApp({ script: story({ run }, again), files })
    start(['subtask_create', 'edit', 'subtask_finish'])
    await test.until('SA-2', 'awaiting_approval')
    expect(completions()[0]?.approval).toMatchObject({
      action: 'command',
      subject: { type: 'checks', run, cwd: test.folder },
    })
    expect(existsSync(join(test.folder, 'runs.txt'))).toBe(false)
    // The question stands again after a restart.
    await test.restart('continue')
    await test.until('SA-2', 'awaiting_approval')
    test.decide('SA-2', 'approved')
    await test.until('SA-1', 'completed')
    expect(completions().map(({ outcome }) => outcome)).toEqual(['error', 'ok'])
    expect(types('SA-2').filter((type) => type === 'approval.requested')).toHaveLength(1)
  })

  it('that a person rejects are not run, hold nothing up, and the receipt says so', async () => {
    test = await startTestApp({ script: story({ run, exists: ['package.json'] }, () => []), files })
    start(['subtask_create', 'subtask_finish'])
    await test.until('SA-2', 'awaiting_approval')
    test.decide('SA-2', 'rejected', 'Too slow.')
    await test.until('SA-1', 'completed')
    expect(existsSync(join(test.folder, 'runs.txt'))).toBe(false)
    expect(outcomes()).toEqual([
      [run[0], 'not_run', 'rejected by the user: Too slow.'],
      ['package.json', 'passed', 'there'],
    ])
  })

  it('run for a child whose own mode may run none', async () => {
    const script = story({ run: ['test -e package.json'] }, () => [])
    test = await startTestApp({
      script: (conversation) => {
        const turn = script(conversation)
        return conversation.opening === 'Do it.' && conversation.turn === 0
          ? calling('new_task', { mode: 'ask', message: 'Look.', checks: { run: 'test -e package.json' } })
          : turn
      },
      files,
    })
    start()
    await test.until('SA-1', 'completed')
    expect(outcomes()).toEqual([['test -e package.json', 'passed', 'exit code 0']])
  })
})

describe('a call with checks', () => {
  it.each([
    [{ exists: ['../x'] }, 'leads out of the folder'],
    [{ unchanged: ['/etc/passwd'] }, 'is not relative to the folder'],
    [{ run: ['a', 'b', 'c', 'd', 'e', 'f'] }, 'run'],
    [{ unchanged: ['many/*'] }, 'more than 500 files'],
  ])('that cannot be is refused in words: %j', async (checks, words) => {
    const many = Object.fromEntries(Array.from({ length: 501 }, (_, at) => [`many/${at}`, '']))
    test = await startTestApp({ script: story(checks, () => []), files: { ...files, ...many } })
    start()
    await test.until('SA-1', 'completed')
    expect(test.calls('SA-1')[0]).toMatchObject({ outcome: 'error', subtask: null })
    expect(test.calls('SA-1')[0]?.result).toContain(words)
  })
})

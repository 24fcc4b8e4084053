import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { TaskId } from '../../contract/ids.ts'
import { createToolBench, type ToolBench } from '../testing/tool-bench.ts'
import { createPathScope } from '../workspace/path-scope.ts'
import { createExecuteCommand } from './execute-command.ts'

let bench: ToolBench
beforeEach(async () => {
  bench = await createToolBench()
})
afterEach(() => bench.dispose())

const started = () =>
  bench.asked.find((one) => Array.isArray(one) && one[0] === 'started') as [
    'started',
    { commandId: string; pid: number },
  ]

describe('execute_command', () => {
  test('the exit code first, then where, then the output', async () => {
    const result = await bench.run('execute_command', { command: 'echo out; echo err >&2; exit 3' })
    expect(result?.text).toMatch(
      /^Exit code 3\. Folder: the workspace folder\. Took \d+\.\d s\.\n\nout\nerr$/,
    )
    expect(result).toMatchObject({
      outcome: 'ok',
      display: {
        type: 'command',
        command: 'echo out; echo err >&2; exit 3',
        exitCode: 3,
        ended: 'exit code 3',
        bytes: expect.any(Number),
      },
    })
  })

  test('what runs is recorded before its output streams', async () => {
    await bench.run('execute_command', { command: 'echo streamed' })
    expect(started()[1]).toEqual({ commandId: expect.stringMatching(/^cmd_/), pid: expect.any(Number) })
    expect(bench.asked[0]).toBe(started())
    const streamed = bench.asked
      .flatMap((one) => (Array.isArray(one) && one[0] === 'output' ? [one[1]] : []))
      .join('')
    expect(streamed).toContain('streamed')
  })

  test('in another folder', async () => {
    await bench.lay({ 'ws/sub/': '', 'ws/file': '' })
    const plan = await bench.plan('execute_command', { command: 'pwd', cwd: 'sub', timeout: '5' })
    expect(plan).toMatchObject({
      action: 'command',
      subject: {
        type: 'command',
        command: 'pwd',
        cwd: join(bench.folder, 'sub'),
        background: false,
        timeoutMs: 5_000,
      },
      activity: 'execute_command pwd',
    })
    const { text } = await plan.execute(bench.context, null)
    expect(text).toMatch(/^Exit code 0\. Folder: sub\. /)
    expect(text).toContain(join(bench.folder, 'sub'))
    await expect(bench.plan('execute_command', { command: 'pwd', cwd: 'gone' })).rejects.toThrow(
      'There is no folder gone to run the command in.',
    )
    await expect(bench.plan('execute_command', { command: 'pwd', cwd: 'file' })).rejects.toThrow(
      'file is a file',
    )
  })

  test.each([
    [{ command: ' ' }, 'The command is empty.'],
    [{ command: 'a\0b' }, 'NUL'],
    [{ command: 'x', timeout: 0 }, 'timeout: expected more than 0, but 0 came'],
  ])('%j is refused', async (args, words) => {
    await expect(bench.plan('execute_command', args)).rejects.toMatchObject({
      name: 'ToolError',
      message: expect.stringContaining(words),
    })
  })

  test('the time limit is said in words', async () => {
    const result = await bench.run('execute_command', { command: 'echo before; sleep 60', timeout: 0.3 })
    expect(result?.text).toMatch(
      /^The command was ended after 0\.3 seconds, its time limit, .* background\. Folder: .*\n\nbefore$/s,
    )
    expect(result).toMatchObject({
      outcome: 'error',
      display: { exitCode: null, ended: 'time limit of 0.3 seconds reached' },
    })
  })

  test('a signal is said in words, and so is silence', async () => {
    const killed = await bench.run('execute_command', { command: 'kill -SEGV $$' })
    expect(killed).toMatchObject({
      outcome: 'error',
      text: expect.stringMatching(/^The command was ended by the signal SIGSEGV \(exit code 139\)\./),
    })
    expect((await bench.run('execute_command', { command: 'true' })).text).toMatch(
      /^Exit code 0\. .*\nIt wrote no output\.$/,
    )
  })

  test('long output is folded, with the way to the rest', async () => {
    const { text } = await bench.run('execute_command', { command: 'seq 1 20000' })
    expect(text).toMatch(/… [\d,]+ lines left out; whole output: read_command_output\("cmd_\w+"\) …/)
    expect([text.includes('\n1\n2\n'), text.endsWith('\n20000'), text.length < 31_000]).toEqual([
      true,
      true,
      true,
    ])
  })

  test('a stop of the task ends it', async () => {
    const stop = new AbortController()
    const plan = await bench.plan('execute_command', { command: 'echo ready; sleep 60' })
    const ready = Promise.withResolvers<void>()
    const output = (text: string) => text.includes('ready') && ready.resolve()
    const running = plan.execute({ ...bench.context, signal: stop.signal, output }, null)
    await ready.promise
    stop.abort(new Error('stopped'))
    expect(await running).toMatchObject({
      outcome: 'cancelled',
      text: expect.stringContaining('The command was cancelled: The task was stopped.'),
    })
  })
})

describe('in the background', () => {
  test('returns while it runs, and its output can be read then', async () => {
    const tool = createExecuteCommand({
      scope: createPathScope(),
      terminals: bench.terminals,
      backgroundWatchMs: 50,
    })
    const plan = await tool.plan(
      bench.tools.parse(tool, '{"command":"echo up; read line; echo got $line","background":true}'),
      bench.context,
    )
    expect(plan.subject).toMatchObject({ background: true, timeoutMs: null })
    const result = await plan.execute(bench.context, null)
    const { commandId, pid } = started()[1]
    expect(result).toMatchObject({ outcome: 'ok', display: { exitCode: null, ended: 'still running' } })
    expect(result?.text).toContain(`Running in the background as ${commandId} (process ${pid})`)

    expect((await bench.run('read_command_output', { command_id: commandId })).text).toContain(
      `${commandId}: still running, process ${pid}.`,
    )
    const waiting = bench.run('read_command_output', { command_id: commandId, wait: 30 })
    bench.terminals.get(commandId)?.write('hello\n')
    expect((await waiting).text).toMatch(/: exit code 0\.\n\nup\n(hello\n)?got hello$/)
  })

  test('one that fails at once is a result like any other', async () => {
    const result = await bench.run('execute_command', { command: 'echo broken; exit 1', background: true })
    expect(result?.text).toMatch(/^Exit code 1\. .*\n\nbroken$/)
  })
})

describe('read_command_output', () => {
  async function command(line: string): Promise<string> {
    await bench.run('execute_command', { command: line })
    return started()[1].commandId
  }

  test('piece by piece', async () => {
    const id = await command('seq 1 20000')
    const whole: string[] = []
    for (let offset: number | undefined = 0; offset !== undefined; ) {
      const { text } = await bench.run('read_command_output', { command_id: id, offset })
      const [head = '', ...body] = text.split('\n\n')
      whole.push(...body.join('\n\n').split('\n'))
      const next = /Go on with offset (\d+)\./.exec(head)?.[1]
      offset = next === undefined ? undefined : Number(next)
    }
    expect(whole).toEqual(Array.from({ length: 20_000 }, (_, i) => String(i + 1)))
    expect((await bench.run('read_command_output', { command_id: id, offset: 10_000_000 })).text).toContain(
      'There is nothing after byte',
    )
  })

  test('only the lines that match, with their numbers', async () => {
    const id = await command("seq 1 200000; printf '\\033[31mFAIL\\033[0m a test\\n'")
    expect((await bench.run('read_command_output', { command_id: id, search: 'FAIL|^77777$' })).text).toBe(
      `${id}: exit code 0. 2 lines match.\n\n77777 | 77777\n200001 | FAIL a test`,
    )
    expect((await bench.run('read_command_output', { command_id: id, search: '7' })).text).toContain(
      '200 lines match. There are more',
    )
    expect((await bench.run('read_command_output', { command_id: id, search: 'absent' })).text).toContain(
      'No line of the output matches.',
    )
    await expect(bench.run('read_command_output', { command_id: id, search: '(' })).rejects.toMatchObject({
      name: 'ToolError',
    })
  })

  test('of this task’s commands only', async () => {
    const id = await command('echo secret')
    const words = `This task has run no command "${id}".`
    Object.assign(bench.context, { taskId: 'tsk_2' as TaskId })
    await expect(bench.plan('read_command_output', { command_id: id })).rejects.toThrow(words)
    await expect(bench.plan('read_command_output', { command_id: '../../etc/passwd' })).rejects.toThrow(
      'has run no command',
    )
  })
})

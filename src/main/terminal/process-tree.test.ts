import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createReadStream } from 'node:fs'
import { mkdtemp, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { pickProcesses, readProcessTable } from './process-table.ts'
import type { RunningCommand } from './running-command.ts'
import { createTerminals, type Terminals } from './terminals.ts'

const posix = process.platform !== 'win32'
const never = new AbortController().signal

let folder = ''
let terminals: Terminals
let count = 0
beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'treeline-tree-')))
  terminals = createTerminals({ spoolFolder: join(folder, 'spool') })
})
afterEach(async () => {
  await terminals.dispose()
  await rm(folder, { recursive: true })
})

const start = (command: string, signal = never): RunningCommand =>
  terminals.start({ taskId: 'tsk_1', callId: 'call_1', command, cwd: folder, background: true }, signal)

/** A pipe that processes hold open as `lifeline`: `broken` resolves when the last of them has ended. */
function createLifeline() {
  const path = join(folder, `lifeline-${++count}`)
  execFileSync('mkfifo', [path])
  const stream = createReadStream(path)
  const lines: string[] = []
  const reader = createInterface(stream)
  reader.on('line', (line) => lines.push(line))
  return { path, lines, firstLine: once(reader, 'line'), broken: once(reader, 'close') }
}

const left = async (commandId: string) =>
  pickProcesses(await readProcessTable(), { owns: (id) => id === commandId })

/** Ways to get away from a shell. Each writes a line to $pipe when it is there, and then stays for long. */
const RUNAWAYS = {
  'in the foreground': '{ echo up >"$pipe"; exec sleep 300 >"$pipe"; }',
  'in the background': '(echo up; exec sleep 300) >"$pipe" & wait',
  'in a session of its own': 'setsid sh -c "echo up; exec sleep 300" >"$pipe"; wait',
  'as a daemon, forked twice': '(setsid sh -c "(echo up; sleep 300) & exit" >"$pipe" &) ; exec cat',
  'deaf to signals': 'trap "" TERM HUP INT; (echo up; sleep 300) >"$pipe"; sleep 300',
  'deaf, in a session of its own':
    'setsid sh -c "trap \\"\\" TERM HUP INT; echo up; sleep 300; sleep 300" >"$pipe"; wait',
  'without an environment': 'env -i sh -c "echo up; exec sleep 300" >"$pipe"; wait',
  'without an environment, in a session of its own':
    'setsid env -i sh -c "echo up; (setsid sleep 300) & wait" >"$pipe"; wait',
  stopped: '(echo up; kill -STOP $BASHPID; sleep 300) >"$pipe"',
} as const

describe.skipIf(!posix)('kill ends everything', () => {
  test.each(Object.entries(RUNAWAYS))('%s', async (how, line) => {
    const lifeline = createLifeline()
    const command = start(`pipe=${lifeline.path}; ${line}`)
    await lifeline.firstLine
    expect((await left(command.commandId)).length).toBeGreaterThan(0)
    const begin = performance.now()
    expect(await command.kill('Stopped by a person.')).toEqual([])
    await lifeline.broken
    const took = performance.now() - begin
    expect(await left(command.commandId)).toEqual([])
    expect(await command.done).toMatchObject({ status: 'cancelled', reason: 'Stopped by a person.' })
    expect(took).toBeLessThan(5_000)
    // Only who does not listen gets the whole grace.
    if (!how.startsWith('deaf')) expect(took).toBeLessThan(1_900)
  })

  test('what cleans up has the time to', async () => {
    const lifeline = createLifeline()
    const command = start(
      `exec >${lifeline.path}; trap 'sh -c "sleep 0.3; echo cleaned"; exit' TERM; echo up; while :; do sleep 0.05; done`,
    )
    await lifeline.firstLine
    await command.kill('Stopped by a person.')
    await lifeline.broken
    expect(lifeline.lines).toEqual(['up', 'cleaned'])
  })

  test('right after its start, before the shell is there', async () => {
    const commands = Array.from({ length: 8 }, () => start('sleep 300'))
    const survivors = await Promise.all(commands.map((command) => command.kill('Changed my mind.')))
    expect(survivors.flat()).toEqual([])
    const ends = await Promise.all(commands.map((command) => command.done))
    expect(ends.map(({ status }) => status)).toEqual(commands.map(() => 'cancelled'))
  })

  test('through the signal, and twice', async () => {
    const controller = new AbortController()
    const command = start('sleep 300', controller.signal)
    controller.abort()
    const again = command.kill('Too late.')
    expect(await command.done).toMatchObject({ status: 'cancelled', reason: 'The task was stopped.' })
    expect(await again).toEqual([])
    expect(await command.kill('Long gone.')).toEqual([])
  })

  test('processes that fork as fast as they can', async () => {
    const lifeline = createLifeline()
    // Each begets one that lives on: a chain without end, but never more than a few at a time.
    const command = start(
      `f() { (f) & sleep 0.02; }; export -f f; { echo up; f; sleep 300; } >${lifeline.path} 2>/dev/null`,
    )
    await lifeline.firstLine
    expect(await command.kill('x')).toEqual([])
    await lifeline.broken
    expect(await left(command.commandId)).toEqual([])
  })

  test('what outlived its command goes with the task, and the strangers stay', async () => {
    const mine = createLifeline()
    const command = start(`setsid sh -c "echo up; exec sleep 300" >${mine.path} & sleep 0.2`)
    await mine.firstLine
    expect(await command.done).toMatchObject({ status: 'exited', exitCode: 0 })
    expect((await left(command.commandId)).length).toBe(1)
    const stranger = spawn('sleep', ['300'], {
      env: { PATH: process.env.PATH, TREELINE_COMMAND_ID: 'cmd_x_1' },
    })
    expect(await terminals.killTask('tsk_1', 'The task has ended.')).toEqual([])
    await mine.broken
    expect(stranger.exitCode ?? stranger.signalCode).toBe(null)
    stranger.kill('SIGKILL')
  })
})

/** An app of its own that starts the command and says its id. */
function startApp(line: string): { app: ChildProcess; commandId: Promise<string> } {
  const script = `
    import { createTerminals } from ${JSON.stringify(join(import.meta.dirname, 'terminals.ts'))}
    const terminals = createTerminals({ spoolFolder: ${JSON.stringify(join(folder, 'spool'))} })
    const request = { taskId: 'tsk_1', callId: 'call_1', command: ${JSON.stringify(line)}, cwd: '/', background: true }
    console.log(terminals.start(request, new AbortController().signal).commandId)`
  const app = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  if (!app.stdout) throw new Error('The app has no output.')
  const commandId = once(createInterface(app.stdout), 'line').then(([first]) => String(first))
  return { app, commandId }
}

describe.skipIf(!posix)('when the app is killed', () => {
  test.each(['in the foreground', 'as a daemon, forked twice', 'deaf, in a session of its own'] as const)(
    'no process lives on: %s',
    async (how) => {
      const lifeline = createLifeline()
      const { app, commandId } = startApp(`pipe=${lifeline.path}; ${RUNAWAYS[how]}`)
      const id = await commandId
      await lifeline.firstLine
      app.kill('SIGKILL')
      await lifeline.broken
      const spooled = await terminals.readSpool(id)
      expect(spooled?.state).toBe('lost')
      expect(await terminals.recover()).toMatchObject([{ commandId: id, taskId: 'tsk_1', end: null }])
      expect(await left(id)).toEqual([])
    },
  )

  test('what even the watchdog missed ends at the next start', async () => {
    const lifeline = createLifeline()
    const { app, commandId } = startApp(`pipe=${lifeline.path}; ${RUNAWAYS['as a daemon, forked twice']}`)
    await commandId
    await lifeline.firstLine
    const table = await readProcessTable()
    const watchdog = table.find(({ parentPid, commandId: id }) => parentPid === app.pid && id === null)
    process.kill(watchdog?.pid ?? 0, 'SIGKILL')
    app.kill('SIGKILL')
    await once(app, 'exit')
    expect((await left(await commandId)).length).toBeGreaterThan(0)
    expect((await terminals.recover()).map((record) => record.commandId)).toEqual([await commandId])
    await lifeline.broken
    expect(await left(await commandId)).toEqual([])
  })
})

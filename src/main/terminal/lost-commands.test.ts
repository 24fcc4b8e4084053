import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as delay } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { spoolPath } from './command-record.ts'
import { createTerminals, type SpooledCommand, type Terminals } from './terminals.ts'

let folder = ''
let terminals: Terminals
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'treeline-lost-'))
  terminals = createTerminals({ spoolFolder: join(folder, 'spool') })
})
afterEach(async () => {
  await terminals.dispose()
  await rm(folder, { recursive: true })
})

/**
 * An app of its own that starts the command, says its id, and, when `deaf`, notices nothing from then on.
 */
async function startApp(command: string, deaf = false): Promise<{ app: ChildProcess; id: string }> {
  const script = `
    import { writeSync } from 'node:fs'
    import { createTerminals } from ${JSON.stringify(join(import.meta.dirname, 'terminals.ts'))}
    const terminals = createTerminals({ spoolFolder: ${JSON.stringify(join(folder, 'spool'))} })
    const request = { taskId: 'tsk_1', callId: 'call_1', command: ${JSON.stringify(command)}, cwd: ${JSON.stringify(folder)}, timeoutMs: null }
    writeSync(1, terminals.start(request, new AbortController().signal).commandId + '\\n')
    if (${deaf}) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)`
  const app = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  if (!app.stdout) throw new Error('The app has no output.')
  const [id] = await once(createInterface(app.stdout), 'line')
  return { app, id: String(id) }
}

async function kill(app: ChildProcess): Promise<void> {
  app.kill('SIGKILL')
  if (app.exitCode === null && app.signalCode === null) await once(app, 'exit')
}

/** Waits until a command has made a file. */
async function untilMade(name: string): Promise<void> {
  while (!existsSync(join(folder, name))) await delay(5)
}

/** Waits until the app has put a command's words into its file. */
async function untilWritten(id: string, words: string): Promise<void> {
  const written = () => readFile(spoolPath(join(folder, 'spool'), id), 'utf8').catch(() => '')
  while (!(await written()).includes(words)) await delay(5)
}

async function recovered(id: string): Promise<SpooledCommand> {
  await terminals.recover()
  const spooled = await terminals.readSpool(id)
  if (spooled === null) throw new Error(`${id} has left nothing.`)
  return spooled
}

const outputOf = async (command: SpooledCommand) => (await command.readFrom(0, 100_000)).text

describe.skipIf(process.platform === 'win32')('after the app was killed', () => {
  test('a command that had ended unseen has its end and its whole output', async () => {
    const { app, id } = await startApp('seq 1 300; echo over; touch made; exit 3', true)
    await untilMade('made')
    await kill(app)
    const command = await recovered(id)
    expect(command.state).toBe('ended')
    expect(command.record).toMatchObject({ end: { status: 'exited', exitCode: 3, lines: 301 } })
    expect(await outputOf(command)).toMatch(/^1\r\n2\r\n.*\n300\r\nover\r\n$/s)
    expect(command.record.left).toEqual({ code: 3, cut: false, whole: true })
  })

  test('a command that ends by itself just after has so too', async () => {
    const { app, id } = await startApp('touch made; until [ -e gone ]; do :; done; echo late; exit 4')
    await untilMade('made')
    await kill(app)
    await writeFile(join(folder, 'gone'), '')
    const command = await recovered(id)
    expect(command.record.end).toMatchObject({ status: 'exited', exitCode: 4 })
    expect(await outputOf(command)).toBe('late\r\n')
  })

  test('a command that a signal of its own ended is told from one that was ended with the app', async () => {
    const { app, id } = await startApp('touch made; kill -SEGV $$; sleep 1', true)
    await untilMade('made')
    await kill(app)
    expect((await recovered(id)).record.end).toMatchObject({ status: 'signalled', signal: 'SIGSEGV' })
  })

  test.each([
    ['that dies of it', 'echo half; touch made; sleep 300', 143],
    ['that cleans up', 'trap "echo bye; exit 0" TERM; echo half; touch made; sleep 300 & wait', 0],
  ])('a command that was cut off, one %s, has no end, but what it wrote', async (_, line, code) => {
    const { app, id } = await startApp(line)
    await untilMade('made')
    // What the app has read and not yet written dies with it.
    await untilWritten(id, 'half')
    await kill(app)
    await untilMade(`spool/${id}.exit`)
    const command = await recovered(id)
    expect(command.state).toBe('lost')
    expect(command.record).toMatchObject({ end: null, left: { code, cut: true } })
    expect(await outputOf(command)).toContain('half\r\n')
    expect((await terminals.recover()).map(({ commandId }) => commandId)).toEqual([id])
  })

  test('a command whose output nobody kept to its end has none', async () => {
    const { app, id } = await startApp('touch made; until [ -e gone ]; do :; done; echo late', true)
    await untilMade('made')
    const record = JSON.parse(await readFile(join(folder, 'spool', `${id}.json`), 'utf8'))
    process.kill(record.keeperPid, 'SIGKILL')
    await writeFile(join(folder, 'gone'), '')
    await untilMade(`spool/${id}.exit`)
    await kill(app)
    const command = await recovered(id)
    expect(command.state).toBe('lost')
    expect(command.record.left).toMatchObject({ code: 0, whole: false })
  })

  test('at whatever moment, an end that is told is true, and nothing but the record and the output stays', async () => {
    let ended = 0
    for (let round = 0; round < 12; round++) {
      const { app, id } = await startApp('for i in 1 2 3 4 5 6 7 8; do echo $i; sleep 0.01; done; exit 9')
      await delay(round * 12)
      await kill(app)
      const command = await recovered(id)
      if (command.state === 'lost') continue
      ended++
      expect(command.record.end).toMatchObject({ status: 'exited', exitCode: 9 })
      // What the app had read and not yet written when it died is gone; nothing is doubled or out of its order.
      const lines = (await outputOf(command)).split('\r\n').filter((line) => line !== '')
      expect(lines).toEqual([...'12345678'].filter((line) => lines.includes(line)))
      expect(lines.length).toBeGreaterThanOrEqual(6)
    }
    // Each is given a second to end: on a busy machine not all of them make it.
    expect(ended).toBeGreaterThan(0)
    const kinds = (await readdir(join(folder, 'spool'))).map((name) => name.replace(/.*[._]/, ''))
    expect(new Set(kinds)).toEqual(new Set(['json', 'log']))
  })
})

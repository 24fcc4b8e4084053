import { execFileSync } from 'node:child_process'
import { mkdir, mkdtemp, readFile, realpath, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { fold } from './fold-output.ts'
import type { CommandRequest, RunningCommand } from './running-command.ts'
import { createTerminals, type Terminals } from './terminals.ts'

const posix = process.platform !== 'win32'
const never = new AbortController().signal

let folder = ''
let terminals: Terminals
beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'treeline-terminals-')))
  terminals = createTerminals({ spoolFolder: join(folder, 'spool') })
})
afterEach(async () => {
  await terminals.dispose()
  await rm(folder, { recursive: true })
})

const start = (command: string, more: Partial<CommandRequest> = {}, signal = never): RunningCommand =>
  terminals.start({ taskId: 'tsk_1', callId: 'call_1', command, cwd: folder, ...more }, signal)

/** Resolves when the output so far matches. */
function outputMatches(command: RunningCommand, pattern: RegExp): Promise<string> {
  let seen = ''
  return new Promise((resolve, reject) => {
    const stop = command.onData((text) => {
      seen += text
      if (!pattern.test(seen)) return
      stop()
      resolve(seen)
    })
    void command.done.then((end) => reject(new Error(`${end.status} after ${JSON.stringify(seen)}`)))
  })
}

const shown = (command: RunningCommand) => command.snapshot({ maxCharacters: 30_000 })

async function outputOf(line: string, more: Partial<CommandRequest> = {}): Promise<string> {
  const command = start(line, more)
  let output = ''
  command.onData((text) => {
    output += text
  })
  await command.done
  return output
}

describe.skipIf(!posix)('how a command ends', () => {
  test.each([
    ['true', { status: 'exited', exitCode: 0 }],
    ['exit 3', { status: 'exited', exitCode: 3 }],
    ['no-such-program-here', { status: 'exited', exitCode: 127 }],
    ['if then', { status: 'exited', exitCode: 2 }],
    ['-x', { status: 'exited', exitCode: 127 }],
    ['kill -SEGV $$', { status: 'signalled', signal: 'SIGSEGV' }],
  ])('%s', async (line, end) => {
    expect(await start(line).done).toMatchObject({ ...end, survivors: [], spoolError: null, bytesNotKept: 0 })
  })

  test.each([
    ['a folder that is not there', { cwd: '/no/such/folder' }, /folder \/no\/such\/folder does not exist/],
    ['a relative folder', { cwd: 'src' }, /not an absolute path/],
    ['a file for a folder', { cwd: '/etc/passwd' }, /is a file/],
    ['a NUL in the command', { command: 'echo a\0; rm -rf b' }, /NUL/],
    ['no command', { command: ' \n' }, /empty/],
    [
      'a command that the system does not take',
      { command: `: ${'x'.repeat(131_072)}` },
      /longer than 128 KB/,
    ],
    ['an impossible variable', { env: { 'A=B': 'c' } }, /"A=B"/],
  ])('does not start with %s', async (_, request, message) => {
    const command = start('true', request)
    const end = await command.done
    expect(end).toMatchObject({ status: 'failed_to_start', message: expect.stringMatching(message) })
    expect([command.pid, shown(command), command.write('x')]).toEqual([null, '', false])
  })

  test('does not start where its output cannot be kept', async () => {
    await writeFile(join(folder, 'file'), '')
    terminals = createTerminals({ spoolFolder: join(folder, 'file', 'spool') })
    const end = await start('touch ran').done
    expect(end).toMatchObject({ status: 'failed_to_start', message: expect.stringMatching(/cannot be kept/) })
    await expect(stat(join(folder, 'ran'))).rejects.toThrow(/ENOENT/)
  })

  test('does not start for a task that was stopped, or after the end', async () => {
    const stopped = await start('touch ran', {}, AbortSignal.abort()).done
    await terminals.dispose()
    const late = await start('touch ran').done
    expect([stopped.status, late.status]).toEqual(['cancelled', 'cancelled'])
    await expect(stat(join(folder, 'ran'))).rejects.toThrow(/ENOENT/)
  })

  test('takes the longest command that the system takes', async () => {
    const line = `echo ${'x'.repeat(131_000)} | wc -c`
    expect(fold(await outputOf(line), { maxCharacters: 100 })).toBe('131001\n')
  })
})

describe.skipIf(!posix)('several commands', () => {
  test('are listed by task until it ends; what runs then is ended', async () => {
    const one = start('echo up; exec sleep 300', { background: true })
    const two = start('true')
    const other = start('read -r x; exit 4', { taskId: 'tsk_2' })
    await outputMatches(one, /up/)
    await two.done
    expect(terminals.list('tsk_1')).toEqual([one, two])
    expect(terminals.get(two.commandId)).toBe(two)
    expect(one.record).toMatchObject({ background: true, end: null, pid: one.pid })
    expect(await terminals.killTask('tsk_1', 'The task has ended.')).toEqual([])
    expect(await one.done).toMatchObject({ status: 'cancelled', reason: 'The task has ended.' })
    expect(terminals.list('tsk_1')).toEqual([])
    expect(terminals.get(one.commandId)).toBeUndefined()
    other.write('\n')
    expect(await other.done).toMatchObject({ exitCode: 4 })
  })

  test('thirty at once keep their outputs apart', async () => {
    const outputs = await Promise.all(
      Array.from({ length: 30 }, (_, index) =>
        outputOf(`for i in 1 2 3; do echo ${index}; done; exit ${index}`),
      ),
    )
    expect(outputs).toEqual(outputs.map((_, index) => `${index}\r\n`.repeat(3)))
  })
})

describe.skipIf(!posix)('what the files tell', () => {
  test('a new instance reads what an earlier one ran', async () => {
    const command = start('seq 1 100000; exit 5')
    const end = await command.done
    const later = createTerminals({ spoolFolder: join(folder, 'spool') })
    const spooled = await later.readSpool(command.commandId)
    expect(spooled?.state).toBe('ended')
    expect(spooled?.record).toEqual({
      ...{ version: 1, commandId: command.commandId, taskId: 'tsk_1', callId: 'call_1', end },
      ...{ command: 'seq 1 100000; exit 5', cwd: folder, background: false },
      ...{ pid: command.pid, startedAt: command.startedAt, left: null },
      keeperPid: expect.any(Number),
    })
    expect(spooled?.snapshot({ maxCharacters: 5_000 })).toBe(command.snapshot({ maxCharacters: 5_000 }))
    expect(await spooled?.readFrom(end.bytes - 8, 100)).toMatchObject({
      text: '100000\r\n',
      nextOffset: null,
    })
    expect(await later.recover()).toEqual([])
  })

  test('a command that runs says so, from its start', async () => {
    const command = start('echo here; read -r x')
    const here = outputMatches(command, /here/)
    expect(
      JSON.parse(await readFile(join(folder, 'spool', `${command.commandId}.json`), 'utf8')),
    ).toMatchObject({
      pid: command.pid,
      end: null,
    })
    await here
    const spooled = await terminals.readSpool(command.commandId)
    expect([spooled?.state, spooled?.snapshot({ maxCharacters: 99 })]).toEqual(['running', 'here\n'])
    // Seen by another instance, nobody is there who could say how it ends.
    const other = createTerminals({ spoolFolder: join(folder, 'spool') })
    const lost = await other.readSpool(command.commandId)
    expect([lost?.state, lost?.snapshot({ maxCharacters: 99 })]).toEqual(['lost', 'here\n'])
  })

  test.each(['../../etc/passwd', 'cmd_a_1', '', 'cmd_a_1/../x', 'cmd_a_1\0'])(
    'no such command: %j',
    async (id) => {
      expect(await terminals.readSpool(id)).toBeNull()
    },
  )

  test('a record that is no record is none', async () => {
    await mkdir(join(folder, 'spool'))
    await writeFile(join(folder, 'spool', 'cmd_a_1.json'), '{"version":1')
    expect(await terminals.readSpool('cmd_a_1')).toBeNull()
    expect(await terminals.recover()).toEqual([])
  })

  test('an app that is done ends: nothing of ours holds it', async () => {
    const script = `
      import { createTerminals } from ${JSON.stringify(join(import.meta.dirname, 'terminals.ts'))}
      const terminals = createTerminals({ spoolFolder: ${JSON.stringify(join(folder, 'spool'))} })
      const command = terminals.start({ taskId: 't', callId: 'c', cwd: '/', command: 'echo hi' }, new AbortController().signal)
      console.log((await command.done).status)`
    const output = execFileSync(process.execPath, ['--input-type=module', '-e', script], { timeout: 10_000 })
    expect(output.toString()).toBe('exited\n')
  })
})

import { spawn } from 'node:child_process'
import { mkdir, mkdtemp, readFile, realpath, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text as readAll } from 'node:stream/consumers'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
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

describe.skipIf(!posix)('output', () => {
  test('comes in order, errors among it, and in colour', async () => {
    const line = `printf '\\033[31mred\\033[0m\\n'; echo err >&2; echo out; [ -t 0 ] && [ -t 1 ] && [ -t 2 ] && tput cols`
    const command = start(line)
    let live = ''
    command.onData((text) => {
      live += text
    })
    const end = await command.done
    expect(live).toBe('\u001b[31mred\u001b[0m\r\nerr\r\nout\r\n120\r\n')
    expect(await readFile(end.spoolPath, 'utf8')).toBe(live)
    expect(shown(command)).toBe('red\nerr\nout\n120\n')
    expect(command.snapshot({ maxCharacters: 500, colours: true })).toContain('\u001b[31mred\u001b[0m\n')
    expect(end).toMatchObject({ bytes: live.length, lines: 4 })
    expect((await stat(end.spoolPath)).mode & 0o777).toBe(0o600)
  })

  test('runs in its folder, in as large a terminal as wanted', async () => {
    await mkdir(join(folder, 'näme with $ and "'))
    const cwd = join(folder, 'näme with $ and "')
    expect(await outputOf('pwd; tput cols; tput lines', { cwd, columns: 77, rows: 11 })).toBe(
      `${cwd}\r\n77\r\n11\r\n`,
    )
  })

  test('history, aliases and start-up files have no say', async () => {
    await writeFile(join(folder, '.bashrc'), 'echo leaked')
    await writeFile(join(folder, '.bash_profile'), 'echo leaked')
    const environment = { ...process.env, HOME: folder, BASH_ENV: join(folder, '.bashrc'), ENV: '.bashrc' }
    terminals = createTerminals({ spoolFolder: join(folder, 'spool'), environment })
    expect(await outputOf(`echo "a!b" '$x'`)).toBe('a!b $x\r\n')
  })

  test('no key of the app reaches a command, by whatever name', async () => {
    const keys = {
      TREELINE_API_KEY: 'leak-1',
      OPENAI_API_KEY: 'leak-2',
      SOME_TOKEN: 'leak-3',
      A_SECRET: 'leak-4',
      X: 'leak-5',
    }
    const environment = { ...process.env, ...keys }
    terminals = createTerminals({ spoolFolder: join(folder, 'spool'), environment })
    const command = start('env; cat -v /proc/$$/environ 2>/dev/null', { env: { GIVEN: 'yes' } })
    await command.done
    const seen = shown(command)
    expect(seen).toContain('GIVEN=yes')
    expect(seen).toContain(`TREELINE_COMMAND_ID=${command.commandId}`)
    expect(seen).toContain('TERM=xterm-256color')
    expect(seen).not.toMatch(/leak|API_KEY|TOKEN|SECRET/)
  })

  test('what would ask or page or edit says no at once', async () => {
    const line = [
      'git init -q . && echo x > x && git add x',
      'git -c user.name=n -c user.email=e commit -q; echo "commit: $?"',
      'git -c user.name=n -c user.email=e commit -qm one; seq 1 200 > x; git diff | tail -1',
      '$EDITOR file; echo "editor: $?"',
      'sh -c "$EDITOR file"; echo "editor: $?"',
    ].join('\n')
    const command = start(line)
    expect((await command.done).status).toBe('exited')
    expect(shown(command)).toMatch(/Aborting commit due to empty commit message/)
    expect(shown(command)).toMatch(
      /commit: 1\n[\s\S]*\+200\n[\s\S]*editor: [1-9][\s\S]*No editor can be opened here/,
    )
  })

  test('characters whose bytes come in pieces stay whole, and nothing is held back at the end', async () => {
    const emoji = '😀é日'
    const octal = [...Buffer.from(emoji)].map((byte) => `\\${byte.toString(8).padStart(3, '0')}`)
    // Each byte is asked for by a line that is typed when the one before has been read.
    const command = start(
      `stty -echo; echo go; for b in ${octal.map((b) => `'${b}'`).join(' ')}; do read -r _; printf "$b"; done; printf '\\360\\237'`,
    )
    await outputMatches(command, /go/)
    const pieces: string[] = []
    const offsets: number[] = []
    command.onData((text, offset) => {
      pieces.push(text)
      offsets.push(offset)
    })
    for (const _ of octal) command.write('\n')
    const end = await command.done
    expect(pieces.join('')).toBe(`${emoji}\ufffd`)
    expect(offsets[0]).toBe('go\r\n'.length)
    const whole = await readFile(end.spoolPath)
    expect(whole.subarray(-2)).toEqual(Buffer.from([0xf0, 0x9f]))
    pieces.forEach((piece, index) => {
      const offset = offsets[index] ?? -1
      if (!piece.includes('\ufffd')) {
        expect(whole.toString('utf8', offset, offset + Buffer.byteLength(piece))).toBe(piece)
      }
    })
  })

  test('the end is not lost when the app was busy while the command ended', async () => {
    // A little more than is read at once: the rest waits in the kernel while reading pauses.
    const command = start(`head -c ${64 * 1024 + 15_000} /dev/zero | tr '\\0' x; echo THE END`)
    let first = true
    let output = ''
    command.onData((text) => {
      output += text
      if (output.length < 64 * 1024 || !first) return
      first = false
      // The command has ended by now. The loop stands still for longer than node-pty waits after that.
      setTimeout(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 400), 4)
    })
    expect(await command.done).toMatchObject({ status: 'exited', bytes: 64 * 1024 + 15_000 + 9 })
    expect(output.endsWith('xTHE END\r\n')).toBe(true)
  })

  test('100,000 lines: whole in the file, folded in memory, in seconds', async () => {
    const before = process.memoryUsage()
    const command = start('seq -f "line %.0f of a hundred thousand" 1 100000')
    let characters = 0
    command.onData((text) => {
      characters += text.length
    })
    const end = await command.done
    const after = process.memoryUsage()
    expect(end).toMatchObject({ status: 'exited', exitCode: 0, lines: 100_000, bytesNotKept: 0 })
    expect(end.durationMs).toBeLessThan(15_000)
    expect(characters).toBe(end.bytes)
    expect((await stat(end.spoolPath)).size).toBe(end.bytes)
    expect(after.rss - before.rss).toBeLessThan(100 * 1024 * 1024)
    const folded = command.snapshot({ maxCharacters: 20_000 })
    expect(folded.length).toBeLessThanOrEqual(20_000)
    expect(folded).toMatch(/^line 1 of/)
    expect(folded.endsWith('line 100000 of a hundred thousand\n')).toBe(true)
    const left = Number(/… ([\d,]+) lines left out/.exec(folded)?.[1]?.replaceAll(',', ''))
    expect(left + folded.split('\n').length - 2).toBe(100_000)
    expect(folded).toContain(`read_command_output("${command.commandId}")`)
  }, 30_000)

  test('the whole of it can be read on, while it runs and after', async () => {
    const command = start('seq 1 500; echo half; read -r _; seq 501 1000')
    await outputMatches(command, /half/)
    const first = await command.readFrom(0, 1_000_000)
    expect(first.text).toMatch(/^1\r\n[\s\S]*\r\n500\r\nhalf\r\n$/)
    expect(first.nextOffset).toBe(first.totalBytes)
    command.write('\n')
    await command.done
    let rest = ''
    for (let at = first.nextOffset; at !== null; ) {
      const piece = await command.readFrom(at, 700)
      rest += piece.text
      at = piece.nextOffset
    }
    expect(rest).toMatch(/501\r\n[\s\S]*\r\n1000\r\n$/)
  })

  test('a listener that throws takes nothing from the others', async () => {
    const surfaced = new Promise((resolve) => {
      const others = process.listeners('uncaughtException')
      process.removeAllListeners('uncaughtException')
      process.once('uncaughtException', (error) => {
        for (const other of others) process.on('uncaughtException', other)
        resolve(error)
      })
    })
    const command = start('echo hello')
    const gone = command.onData(() => expect.unreachable('was taken away'))
    gone()
    command.onData(() => {
      throw new Error('a bug')
    })
    let heard = ''
    command.onData((text) => {
      heard += text
    })
    await command.done
    expect(heard).toBe('hello\r\n')
    expect(await surfaced).toMatchObject({ message: 'a bug' })
  })
})

describe.skipIf(!posix)('limits', () => {
  test('what waits for input ends at the time limit, and says so', async () => {
    const command = start('read -r -p "Password: " x', { timeoutMs: 300 })
    const end = await command.done
    expect(end).toMatchObject({ status: 'timed_out', afterMs: 300, survivors: [] })
    expect(end.durationMs).toBeGreaterThanOrEqual(300)
    expect(shown(command)).toBe('Password: ')
  })

  test('the default limit is for the foreground only', async () => {
    terminals = createTerminals({ spoolFolder: join(folder, 'spool'), defaultTimeoutMs: 200 })
    const background = start('read -r x; exit 7', { background: true })
    const unlimited = start('read -r x; exit 8', { timeoutMs: null })
    const far = start('read -r x; exit 9', { timeoutMs: 2 ** 40 })
    expect((await start('cat').done).status).toBe('timed_out')
    for (const command of [background, unlimited, far]) command.write('\n')
    expect(await Promise.all([background.done, unlimited.done, far.done])).toMatchObject([
      { exitCode: 7 },
      { exitCode: 8 },
      { exitCode: 9 },
    ])
  })

  test('yes eats neither memory nor disk, and ends when it is told', async () => {
    const limit = 2 * 1024 * 1024
    terminals = createTerminals({ spoolFolder: join(folder, 'spool'), spoolLimitBytes: limit })
    const command = start('yes "a line of some length, over and over again"', { background: true })
    const before = process.memoryUsage.rss()
    let seen = 0
    await new Promise<void>((resolve) => {
      command.onData((text) => {
        seen += text.length
        if (seen > 6 * limit) resolve()
      })
    })
    const begin = performance.now()
    expect(await command.kill('Enough.')).toEqual([])
    expect(performance.now() - begin).toBeLessThan(2_000)
    const end = await command.done
    expect(end).toMatchObject({ status: 'cancelled', reason: 'Enough.', survivors: [] })
    expect(process.memoryUsage.rss() - before).toBeLessThan(60 * 1024 * 1024)
    expect((await stat(end.spoolPath)).size).toBeLessThan(limit + 256 * 1024)
    expect(end.bytesNotKept).toBeGreaterThan(3 * limit)
    expect(await readFile(end.spoolPath, 'utf8')).toContain(
      'bytes left out: there was too much output to keep',
    )
  })

  test('a disk that takes no more stops the file and not the command', async () => {
    const script = `
      import { createTerminals } from ${JSON.stringify(join(import.meta.dirname, 'terminals.ts'))}
      process.on('SIGXFSZ', () => {})
      const terminals = createTerminals({ spoolFolder: ${JSON.stringify(join(folder, 'spool'))} })
      const command = terminals.start({ taskId: 't', callId: 'c', cwd: '/', command: 'seq 1 50000' }, new AbortController().signal)
      const end = await command.done
      console.log(JSON.stringify({ end, shown: command.snapshot({ maxCharacters: 500 }) }))
      await terminals.dispose()`
    const child = spawn('bash', [
      '-c',
      'ulimit -f 100; exec "$0" --input-type=module -e "$1"',
      process.execPath,
      script,
    ])
    const { end, shown } = JSON.parse(await readAll(child.stdout))
    expect(end).toMatchObject({ status: 'exited', exitCode: 0, lines: 50_000 })
    expect(end.spoolError).toMatch(/EFBIG/)
    expect(end.bytesNotKept).toBeGreaterThan(100_000)
    expect(shown).toMatch(/^1\n2\n[\s\S]*\n50000\n$/)
  })
})

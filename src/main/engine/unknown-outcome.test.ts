import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { AppError } from '../../contract/app-error.ts'
import type { OutcomeDecision } from '../../contract/tool-call.ts'
import { openStore } from '../store/open-store.ts'
import { type Conversation, calling, completing } from '../testing/conversation.ts'
import { startTestApp, type TestApp } from '../testing/test-app.ts'

const program = join(import.meta.dirname, '..', 'testing', 'killed-app.ts')
const failpoints = ['--import', 'data:text/javascript,globalThis.TREELINE_FAILPOINTS=true']

/** Makes its mark each time it runs, and ends when the test says so. */
const command = 'echo ran >> marks.txt; echo half; until [ -e gone ]; do sleep 0.02; done; echo over; exit 3'

let leaf = calling('execute_command', { command })

/** A root, its child, and the child's child, which makes the call that is cut off. */
function play({ opening, turn, last }: Conversation) {
  if (opening === 'The whole.')
    return turn === 0 ? calling('new_task', { mode: 'code', message: 'Middle.' }) : completing('The end.')
  if (opening === 'Middle.')
    return turn === 0 ? calling('new_task', { mode: 'code', message: 'Leaf.' }) : completing('Middle.')
  return turn === 0 ? leaf : completing(`Heard: ${last}`)
}

let test: TestApp
const marks = () =>
  (existsSync(at('marks.txt')) ? readFileSync(at('marks.txt'), 'utf8') : '').split('\n').length - 1
const at = (name: string) => join(test.folder, name)

/** Has an app of its own go on with the tree, or begin it, and be killed at a failpoint. */
async function killApp(failpoint: string, decision: OutcomeDecision = 'skip'): Promise<void> {
  const args = [test.dataFolder, test.folder, test.server.baseUrl, decision]
  const env = { ...process.env, TREELINE_FAILPOINT: failpoint }
  const app = spawn(process.execPath, [...failpoints, program, ...args], { env, stdio: 'ignore' })
  await once(app, 'exit')
}

/** The call that was cut off, as it stands. */
const call = () => {
  const found = test.calls('SA-3')[0]
  if (found === undefined) throw new Error('The leaf has made no call.')
  return found
}
const settle = (decision: OutcomeDecision, note = '') =>
  test.tasks.settleOutcome(test.id('SA-3'), { callId: call().callId, decision, note })
const statuses = () => ['SA-1', 'SA-2', 'SA-3'].map((id) => test.task(id).status)
const waiting = ['awaiting_subtask', 'awaiting_subtask', 'awaiting_input']
const refusal = (work: Promise<void>) =>
  work.then(
    () => 'taken',
    (error: AppError) => `${error.code}: ${error.message}`,
  )

describe.skipIf(process.platform === 'win32')('a command that was cut off with the app', () => {
  let kept = ''
  beforeAll(async () => {
    test = await startTestApp({ script: play, files: { 'notes.txt': 'old\n' } })
    kept = mkdtempSync(join(tmpdir(), 'treeline-cut-'))
    await test.restart('leave', () => killApp('after:command.started'))
    // Looked at once: what became of the command is in its record now.
    await test.restart('leave', () => {
      cpSync(test.dataFolder, join(kept, 'data'), { recursive: true })
      cpSync(test.folder, join(kept, 'folder'), { recursive: true })
    })
  })
  beforeEach(async () => {
    await test.restart('continue', () => {
      for (const [name, folder] of [
        ['data', test.dataFolder],
        ['folder', test.folder],
      ] as const) {
        rmSync(folder, { recursive: true })
        cpSync(join(kept, name), folder, { recursive: true })
      }
      writeFileSync(at('gone'), '')
    })
    await test.until('SA-3', 'awaiting_input')
  })
  afterAll(async () => {
    rmSync(kept, { recursive: true })
    await test.dispose()
  })

  it('is asked about, with what is known of it, and those above wait', () => {
    expect(statuses()).toEqual(waiting)
    expect(test.task('SA-3').activity).toContain(`asks what became of execute_command`)
    expect(test.task('SA-2').activity).toBe('waits for SA-3')
    expect(call()).toMatchObject({ status: 'outcome_unknown', outcome: null, unknown: { decision: null } })
    expect(call().unknown?.what).toMatch(
      /was ended with it\..*Output up to then was kept \(6 bytes\)|output up to then/i,
    )
    expect(marks()).toBe(1)
    expect(test.faults()).toEqual([])
  })

  it('runs again when the person says so, once more and no more', async () => {
    await settle('rerun')
    await test.until('SA-1', 'completed')
    expect(marks()).toBe(2)
    expect(call()).toMatchObject({ outcome: 'ok', grant: { by: 'person' }, display: { exitCode: 3 } })
    expect(test.faults()).toEqual([])
  })

  it('is done when the person says so, in their words, and the model is told what it wrote', async () => {
    await settle('done', 'The table is there.')
    await test.until('SA-1', 'completed')
    expect(marks()).toBe(1)
    expect(call()).toMatchObject({ outcome: 'ok', display: { type: 'command', exitCode: null } })
    expect(call().result).toMatch(/says that it was carried out\..*\n\nThe table is there\..*half/s)
    expect(test.view('SA-3').result).toContain('The table is there.')
    expect(test.faults()).toEqual([])
  })

  it('is left as it is when the person says so', async () => {
    await settle('skip')
    await test.until('SA-1', 'completed')
    expect(marks()).toBe(1)
    expect(call()).toMatchObject({ outcome: 'unknown', display: { output: 'half\n' } })
    expect(call().result).toMatch(/not known.*The user said to go on without it/s)
    expect(test.faults()).toEqual([])
  })

  it('takes one answer of two', async () => {
    const answers = await Promise.all([refusal(settle('done')), refusal(settle('skip'))])
    expect(answers.filter((answer) => answer === 'taken')).toHaveLength(1)
    const lost = answers.find((answer) => answer !== 'taken')
    expect(lost).toMatch(/^conflict: .* was (said to be done|left as it is) already/)
    expect(await refusal(settle('rerun'))).toMatch(/^conflict/)
    await test.until('SA-1', 'completed')
    expect(marks()).toBe(1)
  })

  it('stays asked about through a message, which is read once it is settled', async () => {
    test.tasks.send(test.id('SA-3'), 'And hurry.')
    expect(statuses()).toEqual(waiting)
    await settle('skip')
    await test.until('SA-1', 'completed')
    const { messages } = test.server.requests
      .map(({ body }) => body)
      .find((body) => JSON.stringify(body).includes('And hurry.')) ?? { messages: [] }
    expect(messages.map(({ role }) => role).slice(-3)).toEqual(['assistant', 'tool', 'user'])
  })

  it('stops with its task, and is asked about again when that is resumed', async () => {
    test.tasks.stop(test.id('SA-1'))
    expect(statuses()).toEqual(['paused', 'paused', 'paused'])
    expect(await refusal(settle('skip'))).toBe(
      'conflict: SA-3 is paused. Resume it, then say what became of this.',
    )
    test.tasks.send(test.id('SA-3'), 'Go on.')
    await test.until('SA-3', 'awaiting_input')
    test.tasks.resume(test.id('SA-1'))
    await test.until('SA-3', 'awaiting_input')
    expect(test.faults()).toEqual([])
    await settle('skip')
    await test.until('SA-1', 'completed')
  })

  it('ends with its task, and is not said to have had no effect', async () => {
    test.tasks.cancel(test.id('SA-2'), 'Enough.')
    await test.until('SA-1', 'completed')
    expect(call()).toMatchObject({ status: 'finished', outcome: 'unknown' })
    expect(call().result).toContain('not known')
    expect(test.faults()).toEqual([])
  })

  it.each(['continue', 'wait', 'leave'] as const)('waits after a restart too (%s)', async (after) => {
    const events = test.view('SA-3').lastSeq
    await test.restart(after)
    expect(statuses()).toEqual(waiting)
    expect(test.view('SA-3').lastSeq).toBe(events)
    expect(test.faults()).toEqual([])
    await settle('skip')
    await test.until('SA-3', 'completed')
    if (after !== 'leave') await test.until('SA-1', 'completed')
    else test.tasks.resume(test.id('SA-1'))
    await test.until('SA-1', 'completed')
    expect(marks()).toBe(1)
  })

  it('is refused to run again where it may not run any more', async () => {
    test.tasks.setMode(test.id('SA-3'), 'ask')
    await settle('rerun')
    await test.until('SA-1', 'completed')
    expect(call()).toMatchObject({ outcome: 'refused' })
    expect(marks()).toBe(1)
  })

  it('cut off again while it runs again is asked about again', async () => {
    const first = call().commandId
    await test.restart('continue', async () => {
      rmSync(at('gone'))
      await killApp('after:command.started', 'rerun')
    })
    await test.until('SA-3', 'awaiting_input')
    expect(call()).toMatchObject({ status: 'outcome_unknown', unknown: { decision: null } })
    expect(call().commandId).not.toBe(first)
    await settle('skip')
    await test.until('SA-1', 'completed')
    expect(test.faults()).toEqual([])
  })

  it('goes on after an answer whose result was not written', async () => {
    const taskId = test.id('SA-3')
    const { callId } = call()
    await test.restart('continue', () => {
      const store = openStore({ folder: test.dataFolder })
      const settled = { type: 'outcome.settled' as const, callId, decision: 'done' as const, note: 'Seen.' }
      store.events.append(
        [
          { taskId, body: settled },
          {
            taskId,
            body: { type: 'status.changed', from: 'awaiting_input', to: 'in_progress', reason: null },
          },
        ],
        1,
        'flushed',
      )
      store.dispose()
    })
    await test.until('SA-1', 'completed')
    expect(call()).toMatchObject({ outcome: 'ok' })
    expect(call().result).toContain('Seen.')
  })
})

describe.skipIf(process.platform === 'win32')('what an end of the app left open', () => {
  beforeEach(async () => {
    test = await startTestApp({ script: play, files: { 'notes.txt': 'old\n' } })
  })

  it('has its result when the command ended by itself', async () => {
    leaf = calling('execute_command', { command })
    await test.restart('continue', async () => {
      await killApp('after:command.started')
      writeFileSync(at('gone'), '')
    })
    await test.until('SA-1', 'completed')
    expect(marks()).toBe(1)
    expect(call()).toMatchObject({
      outcome: 'ok',
      unknown: null,
      display: { exitCode: 3, output: 'half\nover\n', unseen: true },
    })
    expect(call().result).toMatch(/^Treeline was closed.*ended by itself.*\nExit code 3\..*half\nover/s)
    await test.dispose()
  })

  it('has its output even if the app had not yet noted which command it was', async () => {
    leaf = calling('execute_command', { command })
    await test.restart('continue', () => killApp('before:command.started'))
    await test.until('SA-3', 'awaiting_input')
    expect(call().commandId).toMatch(/^cmd_/)
    await settle('skip')
    await test.until('SA-1', 'completed')
    await test.dispose()
  })

  it('is asked about when a command left no trace', async () => {
    leaf = calling('execute_command', { command })
    await test.restart('continue', () => killApp('after:tool.started:3'))
    await test.until('SA-3', 'awaiting_input')
    expect(call().unknown?.what).toContain('Whether it ran at all is not known')
    writeFileSync(at('gone'), '')
    await settle('rerun')
    await test.until('SA-1', 'completed')
    expect(marks()).toBe(1)
    await test.dispose()
  })

  it.each([
    ['what stood there', 'old\n', null],
    ['what was to stand there', 'new\n', null],
    ['something else', 'other\n', /neither what stood there before/],
    ['nothing', null, /is not there now/],
  ])('is judged by the file: %s', async (_, content, what) => {
    leaf = calling('write_to_file', { path: 'notes.txt', content: 'new\n' })
    await test.restart('continue', async () => {
      await killApp('after:tool.started:3')
      if (content === null) rmSync(at('notes.txt'))
      else writeFileSync(at('notes.txt'), content)
    })
    if (what !== null) {
      await test.until('SA-3', 'awaiting_input')
      expect(call().unknown?.what).toMatch(what)
      await settle('rerun')
    }
    await test.until('SA-1', 'completed')
    expect(readFileSync(at('notes.txt'), 'utf8')).toBe('new\n')
    expect(call()).toMatchObject({ outcome: 'ok' })
    await test.dispose()
  })
})

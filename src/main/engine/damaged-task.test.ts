import { afterEach, describe, expect, it } from 'vitest'
import type { TaskId } from '../../contract/ids.ts'
import type { TaskFrame } from '../../contract/task-api.ts'
import { connectForWriting } from '../store/database.ts'
import { databasePath } from '../store/open-database.ts'
import { type Conversation, calling, completing } from '../testing/conversation.ts'
import { createGate, type Gate } from '../testing/gate.ts'
import { heldStream } from '../testing/held-stream.ts'
import { startTestApp, type TestApp } from '../testing/test-app.ts'

let test: TestApp
afterEach(async () => {
  // What is wrong with the log of a damaged task was said, and is what these tests are about.
  test.problems.length = 0
  await test.app.dispose()
  await test.server.close()
})

/** A parent with a child that is held in its first turn. */
function script(gate: Gate) {
  return ({ opening, turn, last }: Conversation) => {
    if (opening === 'Child.') return turn === 0 ? heldStream(completing('Done.'), gate) : completing('Done.')
    return turn === 0 ? calling('new_task', { mode: 'ask', message: 'Child.' }) : completing(`Heard: ${last}`)
  }
}

/** Makes event 2 of a task's log unreadable. */
function damage(taskId: TaskId): void {
  const database = connectForWriting(databasePath(test.dataFolder))
  database.prepare(`UPDATE events SET payload = '{' WHERE task_id = ? AND seq = 2`).run(taskId)
  database.close()
}

async function startHeld(): Promise<Gate> {
  const gate = createGate()
  test = await startTestApp({ script: script(gate) })
  test.create('Parent.', { approve: 'all' })
  await gate.reached
  return gate
}

/** Closes the app, makes the log of one task unreadable and opens the app again. */
async function restartDamaged(displayId: string, after: 'continue' | 'leave' = 'continue'): Promise<void> {
  const taskId = test.id(displayId)
  await test.restart(after, () => damage(taskId))
}

describe('a task whose log is damaged', () => {
  it('can be cancelled, and its parent is told', async () => {
    const gate = await startHeld()
    await restartDamaged('SA-2')
    expect(test.task('SA-2')).toMatchObject({
      status: 'interrupted',
      damage: expect.stringContaining('event 2'),
    })
    test.tasks.cancel(test.id('SA-2'), 'It is damaged.')
    gate.open()
    await test.until('SA-1', 'completed')
    expect(test.task('SA-2').status).toBe('cancelled')
    expect(test.view('SA-1').result).toContain('It is damaged.')
  })

  it('can be cancelled together with what is below it', async () => {
    const gate = await startHeld()
    await restartDamaged('SA-1', 'leave')
    test.tasks.cancel(test.id('SA-1'), '')
    expect([test.task('SA-1').status, test.task('SA-2').status]).toEqual(['cancelled', 'cancelled'])
    await test.restart('continue')
    expect([test.task('SA-1').status, test.task('SA-2').status]).toEqual(['cancelled', 'cancelled'])
    gate.open()
  })

  it('does not keep its child from coming to its end, and waits as paused', async () => {
    const gate = await startHeld()
    await restartDamaged('SA-1')
    gate.open()
    await test.until('SA-2', 'completed')
    await test.until('SA-1', 'paused', 'interrupted')
    expect(test.task('SA-1').statusReason).toContain('is damaged')
    expect(() => test.tasks.resume(test.id('SA-1'))).toThrow('is damaged')
    expect(() => test.tasks.send(test.id('SA-1'), 'Well?')).toThrow('is damaged')
    test.tasks.cancel(test.id('SA-1'), '')
    expect(test.task('SA-1').status).toBe('cancelled')
  })

  it('does not keep its parent from being resumed, or the tree from being stopped', async () => {
    const gate = await startHeld()
    test.tasks.stop(test.id('SA-1'))
    await restartDamaged('SA-2', 'leave')
    test.tasks.resume(test.id('SA-1'))
    expect([test.task('SA-1').status, test.task('SA-2').status]).toEqual(['in_progress', 'paused'])
    await test.until('SA-1', 'awaiting_subtask')
    test.tasks.stop(test.id('SA-1'))
    expect([test.task('SA-1').status, test.task('SA-2').status]).toEqual(['paused', 'paused'])
    gate.open()
  })

  it('is shown up to the damage, with words, and as damaged in the tree', async () => {
    const gate = await startHeld()
    await restartDamaged('SA-2', 'leave')
    const abort = new AbortController()
    const frames: TaskFrame[] = []
    for await (const frame of test.app.engine.watch.task(test.id('SA-2'), 0, abort.signal)) {
      frames.push(frame)
      abort.abort()
    }
    expect(frames).toEqual([
      {
        events: [expect.objectContaining({ seq: 1 })],
        deltas: [],
        damage: expect.stringContaining('event 2'),
      },
    ])
    for await (const frame of test.app.engine.watch.tree(AbortSignal.timeout(1_000))) {
      if (frame.type !== 'snapshot') continue
      expect(frame.tasks.map(({ displayId, damage }) => [displayId, damage !== null])).toEqual([
        ['SA-1', false],
        ['SA-2', true],
      ])
      break
    }
    gate.open()
  })
})

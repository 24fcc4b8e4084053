import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type ActionType, actionTypes } from '../../contract/action-type.ts'
import { AppError } from '../../contract/app-error.ts'
import type { MessageId, ProviderId } from '../../contract/ids.ts'
import type { TaskEvent } from '../../contract/task-event.ts'
import { isEnded, isStopped } from '../../contract/task-status.ts'
import type { TaskSummary } from '../../contract/task-summary.ts'
import { type CrashPoint, recordCrashPoints } from '../testing/crash-points.ts'
import { playRandomTree, rootMessage } from '../testing/random-tree.ts'
import { startTestApp, type TestApp } from '../testing/test-app.ts'

/** One thing that a person does, to the task that `whom` picks, and how long they then wait. */
const deedArbitrary = fc.record({
  what: fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom('approve', 'answer', 'settle') },
    { weight: 3, arbitrary: fc.constantFrom('stop', 'resume', 'send', 'reject') },
    {
      weight: 1,
      arbitrary: fc.constantFrom('cancel', 'mode', 'model', 'create', 'continue', 'wait', 'leave'),
    },
    { weight: 1, arbitrary: fc.constantFrom('delete', 'restore') },
    { weight: 2, arbitrary: fc.constantFrom('retry', 'stop all') },
    { weight: 1, arbitrary: fc.constantFrom('nest', 'unnest', 'attach') },
    { weight: 2, arbitrary: fc.constantFrom('edit', 'fork', 'change', 'withdraw', 'send now', 'archive') },
    { weight: 2, arbitrary: fc.constant('crash') },
  ),
  whom: fc.nat(1_000),
  /** Turns of the event loop until the next deed; null waits until nothing moves. */
  pause: fc.option(fc.nat(12), { freq: 3 }),
})
type Deed = { what: string; whom: number; pause: number | null }

const list = (test: TestApp) => test.app.store.tasks.list()

/** The call that a task asks about because nobody knows what became of it. */
const doubtOf = (test: TestApp, { displayId }: TaskSummary) =>
  test.calls(displayId).find(({ status }) => status === 'outcome_unknown')

/** The latest message of a person to a task, read or not. */
function latestWords(test: TestApp, { displayId }: TaskSummary): MessageId | undefined {
  const said = test
    .view(displayId)
    .items.findLast((item) => item.type === 'message' && item.from === 'person')
  return said?.type === 'message' ? said.id : undefined
}

const decisions = ['rerun', 'done', 'skip'] as const

/** Whether an effect has just begun that cannot simply be made again. */
const beginsEffect = (events: TaskEvent[]) =>
  events.some(({ body }) => body.type === 'tool.started' && ['edit', 'command'].includes(body.action ?? ''))

/**
 * Puts everything back to when an effect had last begun, as a kill would have left it then; half the time
 * somebody has changed the file since. Does nothing when none has begun.
 */
async function crash(test: TestApp, points: CrashPoint[][], whom: number): Promise<void> {
  const point = points.flat().at(-1)
  if (point === undefined) return
  // What came after it has not happened.
  points.length = 0
  await test.restart('continue', () => {
    point.restore()
    for (const { body } of point.events)
      if (body.type === 'tool.started' && body.write != null && whom % 2)
        writeFileSync(body.write.path, 'else')
  })
}

/** Does it, as far as it can be done now. Anything but a refusal in words is a fault. */
async function doDeed(test: TestApp, points: CrashPoint[][], { what, whom }: Deed): Promise<void> {
  const pick = (wanted: (task: TaskSummary) => boolean) => {
    const found = list(test).filter(wanted)
    return found[whom % Math.max(1, found.length)]
  }
  const any = pick(() => true)
  const asking = pick(({ status }) => status === 'awaiting_approval')
  const { tasks } = test
  try {
    switch (what) {
      case 'approve':
        return asking && test.decide(asking.displayId, 'approved')
      case 'reject':
        return asking && test.decide(asking.displayId, 'rejected', 'Not like this.')
      case 'answer': {
        const task = pick(({ status }) => status === 'awaiting_input')
        const call = task && test.calls(task.displayId).find(({ status }) => status === 'awaiting_answer')
        return call && tasks.answerQuestion(task.id, call.callId, 'So be it.', whom % 2 ? 'ask' : null)
      }
      case 'settle': {
        const task = pick((one) => doubtOf(test, one) !== undefined)
        const { callId } = (task && doubtOf(test, task)) ?? {}
        if (task === undefined || callId === undefined) return
        const answer = { callId, decision: decisions[whom % 3] ?? 'skip', note: 'So it looks.' }
        // Two people at once, of whom one may win.
        const answers = [tasks.settleOutcome(task.id, answer), tasks.settleOutcome(task.id, answer)]
        const taken = (await Promise.allSettled(answers)).filter(({ status }) => status === 'fulfilled')
        expect(taken.length).toBeLessThan(2)
        return
      }
      case 'crash':
        return await crash(test, points, whom)
      case 'stop':
        return any && tasks.stop(any.id)
      case 'stop all': {
        const root = pick(({ parentId }) => parentId === null)
        return root && tasks.stop(root.id)
      }
      case 'retry': {
        const ended = pick(({ status }) => isEnded(status)) ?? any
        const how = whom % 2 ? { mode: 'debug', message: 'Once more.' } : { message: '' }
        return ended && tasks.retry(ended.id, how)
      }
      case 'resume': {
        const stopped = pick(({ status }) => isStopped(status)) ?? any
        return stopped && tasks.resume(stopped.id)
      }
      case 'send':
        return any && tasks.send(any.id, 'Think of the tests.')
      case 'edit':
      case 'change':
      case 'withdraw':
      case 'send now': {
        const said = any && latestWords(test, any)
        if (said === undefined || any === undefined) return
        if (what === 'edit') return tasks.editMessage(any.id, said, 'Do it otherwise.')
        if (what === 'change') return tasks.changeQueued(any.id, said, { text: 'Think of it twice.' })
        return what === 'withdraw' ? tasks.withdrawQueued(any.id, said) : tasks.sendQueuedNow(any.id, said)
      }
      case 'fork':
        return any && void tasks.fork(any.id, {})
      case 'archive':
        return any && void (whom % 2 ? tasks.archive(any.id) : tasks.unarchive(any.id))
      case 'cancel':
        return any && tasks.cancel(any.id, 'Enough.')
      case 'mode':
        return any && tasks.setMode(any.id, whom % 2 ? 'debug' : 'code')
      case 'model':
        return any && tasks.setModel(any.id, 'test' as ProviderId, whom % 2 ? 'small' : 'large')
      case 'delete':
        return any && void tasks.remove(any.id)
      case 'restore': {
        const [latest] = test.app.store.tasks.deleted()
        return latest && void tasks.restore(latest.id)
      }
      case 'nest':
      case 'attach': {
        const other = list(test)[(whom >> 3) % Math.max(1, list(test).length)]
        if (any === undefined || other === undefined) return
        return what === 'nest' ? tasks.nest(any.id, other.id) : tasks.attachResult(any.id, other.id)
      }
      case 'unnest':
        return any && tasks.unnest(any.id)
      case 'create':
        return void test.create(rootMessage(whom), { approve: approvedBy(whom) })
      case 'continue':
      case 'wait':
      case 'leave':
        return await test.restart(what)
    }
  } catch (error) {
    if (!(error instanceof AppError) || !['conflict', 'not_found'].includes(error.code)) throw error
  }
}

/** All, none or half of the toggles. */
function approvedBy(seed: number): ActionType[] {
  return actionTypes.filter(
    (action, index) => action === 'retry' || seed % 3 === 0 || (seed % 3 === 1 && index % 2),
  )
}

async function settle(test: TestApp): Promise<void> {
  const moving = () => list(test).some(({ status }) => status === 'in_progress' || status === 'queued')
  while (moving()) {
    const faults = test.faults().filter((fault) => fault.includes('nobody works on it'))
    if (faults.length > 0) throw new Error(faults.join('\n'))
    await within(
      20_000,
      test.event(() => true),
    )
  }
}

/** Fails instead of waiting for ever: a guard, never what a test waits for. */
async function within<T>(milliseconds: number, happening: Promise<T>): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => reject(new Error('Nothing moves any more.')), milliseconds)
  return Promise.race([happening, promise]).finally(() => clearTimeout(timer))
}

/** Says something to a task that waits for a word. */
async function goOn(test: TestApp, task: TaskSummary): Promise<void> {
  const callId = doubtOf(test, task)?.callId
  if (callId === undefined) return test.tasks.send(task.id, 'Go on.')
  if (!test.app.engine.isRunning(task.id)) return test.tasks.resume(task.id)
  await test.tasks.settleOutcome(task.id, { callId, decision: 'skip', note: '' })
}

/** Brings everything to an end, as a person would who says yes to all. */
async function bringToEnd(test: TestApp): Promise<void> {
  for (let round = 0; round < 200; round++) {
    await settle(test)
    const open = list(test).filter(({ status }) => !isEnded(status))
    if (open.length === 0) return
    for (const { id, displayId } of open) {
      const { status } = test.task(displayId)
      if (status === 'awaiting_approval') test.decide(displayId, 'approved')
      else if (status === 'awaiting_input') await goOn(test, test.task(displayId))
      // What its server will never take is given up in the end.
      else if (round > 20 && isStopped(status)) test.tasks.cancel(id, 'It does not work.')
      else if (isStopped(status) || !test.app.engine.isRunning(id)) test.tasks.resume(id)
    }
  }
  const words = ({ displayId, status, statusReason }: TaskSummary) =>
    `${displayId} ${status} ${statusReason ?? ''}`
  throw new Error(`No end: ${list(test).map(words).join(', ')}`)
}

it('whatever people do, and whenever, nobody is left waiting and nothing is lost or doubled', async () => {
  const runs = Number(process.env.TREELINE_PROPERTY_RUNS ?? 12)
  const deeds = fc.array(deedArbitrary, { minLength: 4, maxLength: 24, size: 'max' })
  await fc.assert(
    fc.asyncProperty(fc.nat(1_000), deeds, async (seed, sequence) => {
      const test = await startTestApp({ script: playRandomTree, inMemory: true })
      let sound = false
      try {
        // What nobody lets begin cannot be cut off.
        const crashes = sequence.some(({ what }) => what === 'crash')
        test.create(rootMessage(seed), { approve: approvedBy(crashes ? 0 : seed) })
        const points: CrashPoint[][] = []
        let opened: unknown = null
        for (const [index, deed] of sequence.entries()) {
          const into = join(test.dataFolder, '..', `crash-${index}`)
          if (opened !== test.app) points.push(recordCrashPoints(test, into, beginsEffect))
          opened = test.app
          await doDeed(test, points, deed)
          if (deed.pause === null) {
            await settle(test)
            expect(test.faults()).toEqual([])
          } else for (let tick = 0; tick < deed.pause; tick++) await new Promise(setImmediate)
        }
        await bringToEnd(test)
        expect(test.faults()).toEqual([])
        sound = true
      } finally {
        await test.dispose().catch((error: unknown) => {
          if (sound) throw error
        })
      }
    }),
    { numRuns: runs, endOnFailure: true },
  )
}, 600_000)

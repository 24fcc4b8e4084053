import { afterEach, describe, expect, it } from 'vitest'
import type { TreeFrame } from '../../contract/task-api.ts'
import { type Conversation, calling, completing } from '../testing/conversation.ts'
import { createGate, type Gate } from '../testing/gate.ts'
import { heldStream } from '../testing/held-stream.ts'
import { startTestApp, type TestApp } from '../testing/test-app.ts'

let test: TestApp
afterEach(() => test.dispose())

/** Delegates `levels` deep; the deepest task streams until the gate is open. */
const nested =
  (levels: number, gate: Gate) =>
  ({ opening, turn, last }: Conversation) => {
    const level = Number(/\d+/.exec(opening)?.[0] ?? 0)
    if (level === levels) return heldStream(completing('The bottom.'), gate)
    return turn === 0
      ? calling('new_task', { mode: 'code', message: `Level ${level + 1}.` })
      : completing(`Level ${level} heard: ${last}`)
  }

const listed = () =>
  test.app.store.tasks
    .list()
    .map(({ displayId, status }) => `${displayId} ${status}`)
    .sort()
const deleted = () => test.app.store.tasks.deleted().map(({ displayId }) => displayId)

/** A tree of three levels whose deepest task is at work. */
async function begin(): Promise<Gate> {
  const gate = createGate()
  test = await startTestApp({ script: nested(2, gate) })
  test.create('Level 0.', { approve: 'all' })
  await gate.reached
  return gate
}

describe('deleting', () => {
  it('a child that a parent waits for tells the parent, which goes on', async () => {
    const gate = await begin()
    expect(test.tasks.remove(test.id('SA-2')).map(({ displayId }) => displayId)).toEqual(['SA-2', 'SA-3'])
    gate.open()
    await test.until('SA-1', 'completed')
    expect([listed(), deleted()]).toEqual([['SA-1 completed'], ['SA-2']])
    const [call] = test.calls('SA-1')
    expect(call).toMatchObject({ outcome: 'error', subtask: { outcome: 'cancelled' } })
    expect(call?.result).toContain('The person deleted it.')
    expect(test.faults()).toEqual([])
  })

  it('a root takes all below it along, in whatever state, and survives a restart', async () => {
    const gate = await begin()
    test.tasks.stop(test.id('SA-3'))
    test.tasks.remove(test.id('SA-1'))
    gate.open()
    expect([listed(), deleted()]).toEqual([[], ['SA-1']])
    await test.restart('continue')
    expect([listed(), deleted(), test.faults()]).toEqual([[], ['SA-1'], []])
  })

  it('shows nothing of it to those who watch, until it is restored', async () => {
    await begin()
    const abort = new AbortController()
    const frames = test.app.engine.watch.tree(abort.signal)
    const seen = async () => {
      const { value } = await frames.next()
      const frame: TreeFrame = value ?? { type: 'snapshot', tasks: [] }
      const gone = frame.type === 'changed' ? frame.removed.length : 0
      return [frame.tasks.map(({ displayId }) => displayId), gone]
    }
    expect(await seen()).toEqual([['SA-1', 'SA-2', 'SA-3'], 0])
    test.tasks.remove(test.id('SA-1'))
    expect(await seen()).toEqual([[], 3])
    test.tasks.restore(test.id('SA-1'))
    expect(await seen()).toEqual([['SA-1', 'SA-2', 'SA-3'], 0])
    abort.abort()
  })

  it('is refused twice, and so is work on what is deleted', async () => {
    await begin()
    const id = test.id('SA-1')
    test.tasks.remove(id)
    expect(() => test.tasks.remove(id)).toThrow('SA-1 is deleted already.')
    expect(() => test.tasks.remove('tsk_none' as never)).toThrow('There is no task tsk_none.')
    expect(() => test.tasks.send(id, 'Hello?')).toThrow('SA-1 is deleted. Restore it first.')
    expect(() => test.tasks.resume(id)).toThrow('SA-1 is deleted. Restore it first.')
  })
})

describe('restoring', () => {
  it('puts back what was deleted together, as it ended, and it can be resumed', async () => {
    const gate = await begin()
    const { length } = test.view('SA-3').items
    test.tasks.remove(test.id('SA-1'))
    test.tasks.restore(test.id('SA-1'))
    expect([listed(), deleted()]).toEqual([['SA-1 cancelled', 'SA-2 cancelled', 'SA-3 cancelled'], []])
    expect(test.view('SA-3').items.length).toBeGreaterThanOrEqual(length)
    gate.open()
    test.tasks.resume(test.id('SA-1'))
    await test.until('SA-1', 'completed')
    expect(test.view('SA-1').result).toContain('was cancelled')
    expect(test.faults()).toEqual([])
  })

  it('leaves what was deleted before on its own, and wants the parent first', async () => {
    const gate = await begin()
    test.tasks.remove(test.id('SA-3'))
    gate.open()
    await test.until('SA-1', 'completed')
    const { deletedAt } = test.task('SA-3')
    while (Date.now() === deletedAt) await new Promise(setImmediate)
    test.tasks.remove(test.id('SA-1'))
    expect(deleted()).toEqual(['SA-1'])
    expect(() => test.tasks.restore(test.id('SA-3'))).toThrow('SA-3 belongs to SA-2: restore that one first.')
    expect(test.tasks.restore(test.id('SA-1')).map(({ displayId }) => displayId)).toEqual(['SA-1', 'SA-2'])
    expect(deleted()).toEqual(['SA-3'])
    test.tasks.restore(test.id('SA-3'))
    expect(() => test.tasks.restore(test.id('SA-3'))).toThrow('SA-3 is not deleted.')
  })

  it('a child whose parent went on does not return to it a second time', async () => {
    const gate = await begin()
    test.tasks.remove(test.id('SA-2'))
    await test.until('SA-1', 'completed')
    const { result } = test.view('SA-1')
    test.tasks.restore(test.id('SA-2'))
    gate.open()
    test.tasks.resume(test.id('SA-2'))
    await test.until('SA-2', 'completed')
    expect(test.view('SA-1')).toMatchObject({ status: 'completed', result })
    expect(test.calls('SA-1')).toHaveLength(2)
    expect(test.faults()).toEqual([])
  })
})

import { afterEach, describe, expect, it } from 'vitest'
import { completing } from '../testing/conversation.ts'
import { createGate } from '../testing/gate.ts'
import { heldStream } from '../testing/held-stream.ts'
import { lines, type SideBySide, startSideBySide, writing } from '../testing/side-by-side.ts'

let test: SideBySide
afterEach(() => test.app.dispose())

const mine = lines.replace('one', 'ONE').replace('ten', 'TEN')
const pieces = { 'First.': [writing('a.txt', mine)], 'Second.': [] }

const openApproval = (displayId: string) =>
  test.app.calls(displayId).find(({ approval }) => approval?.decision === null)?.approval

describe('what a person is asked about work', () => {
  it('stands over a restart, the very same, and the answer then counts', async () => {
    test = await startSideBySide({ settings: { review: true }, pieces })
    await test.asks('SA-2', 'completion')
    const before = openApproval('SA-2')
    await test.app.restart('continue')
    await test.asks('SA-2', 'completion')
    const after = openApproval('SA-2')
    expect([after?.approvalId, after?.hash]).toEqual([before?.approvalId, before?.hash])
    test.approve('SA-2', { taken: [{ path: 'a.txt', hunks: [0] }] })
    await test.app.until('SA-1', 'completed')
    expect(test.read('a.txt')).toBe(lines.replace('one', 'ONE'))
  })

  it('stands over a stop: then it is asked anew', async () => {
    test = await startSideBySide({ settings: { review: true }, pieces })
    await test.asks('SA-2', 'completion')
    const before = openApproval('SA-2')
    test.app.tasks.stop(test.app.id('SA-2'))
    test.app.tasks.resume(test.app.id('SA-2'))
    await test.asks('SA-2', 'completion')
    expect(openApproval('SA-2')?.approvalId).not.toBe(before?.approvalId)
    test.approve('SA-2')
    await test.app.until('SA-1', 'completed')
    expect(test.read('a.txt')).toBe(mine)
  })

  it('about a clash stands over a stop and a restart, with its answer', async () => {
    const gate = createGate()
    test = await startSideBySide({
      settings: { clashes: 'person', gate: ['true'] },
      pieces: {
        'First.': [writing('a.txt', lines.replace('one', 'uno'))],
        'Second.': ({ turn }) =>
          turn === 0 ? heldStream(writing('a.txt', mine), gate) : completing('Done.'),
      },
    })
    await test.app.until('SA-2', 'completed')
    gate.open()
    const before = await test.asks('SA-3', 'clash')
    test.app.tasks.stop(test.app.id('SA-3'))
    await test.app.restart('continue')
    test.app.tasks.resume(test.app.id('SA-3'))
    expect(await test.asks('SA-3', 'clash')).toEqual(before)
    await test.app.restart('continue')
    expect(await test.asks('SA-3', 'clash')).toEqual(before)
    test.approve('SA-3', { sides: { 'a.txt': 'subtask' } })
    await test.app.until('SA-1', 'completed')
    expect(test.read('a.txt')).toBe(mine)
    expect(test.fates('SA-3').filter((type) => type === 'work.conflicted')).toHaveLength(1)
  })

  it('about doubts stands over a restart, without running the gate again', async () => {
    test = await startSideBySide({ settings: { gate: ['false'] }, trusted: false, pieces })
    const before = await test.asks('SA-2', 'completion')
    expect(before.doubts).toEqual(['false: not run, the folder is not trusted'])
    await test.app.restart('continue')
    expect(await test.asks('SA-2', 'completion')).toEqual(before)
    expect(test.fates('SA-2').filter((type) => type === 'work.tested')).toHaveLength(1)
    test.approve('SA-2', { taken: [{ path: 'a.txt', hunks: [1] }] })
    await test.app.until('SA-1', 'completed')
    expect(test.read('a.txt')).toBe(lines.replace('ten', 'TEN'))
    expect(test.app.view('SA-2').landed?.left).toEqual(['a.txt'])
  })
})

describe('a task that gets a message after its work was taken over', () => {
  it('works on in a worktree of its own again, and that is taken over, too', async () => {
    test = await startSideBySide({
      pieces: {
        'First.': ({ turn, last }) =>
          turn === 0
            ? writing('a.txt', mine)
            : last === 'One more thing.'
              ? writing('b.txt', 'more\n')
              : completing('Done.'),
        'Second.': [],
      },
    })
    const stop = test.app.app.engine.listen((events) => {
      const landed = events.some(
        ({ body, taskId }) => body.type === 'work.landed' && taskId === test.app.id('SA-2'),
      )
      if (!landed) return
      stop()
      expect(test.app.view('SA-2').folder).toBe(test.folder)
      test.app.tasks.send(test.app.id('SA-2'), 'One more thing.')
    })
    await test.app.until('SA-1', 'completed')
    expect([test.read('a.txt'), test.read('b.txt')]).toEqual([mine, 'more\n'])
    expect(test.fates('SA-2')).toEqual([
      ...['worktree.opened', 'worktree.prepared', 'work.landed'],
      ...['worktree.opened', 'worktree.prepared', 'work.landed'],
    ])
    expect(test.app.view('SA-2').landed?.files).toEqual([{ path: 'b.txt', change: 'added' }])
  })
})

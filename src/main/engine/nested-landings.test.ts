import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { completing } from '../testing/conversation.ts'
import { createGate } from '../testing/gate.ts'
import { heldStream } from '../testing/held-stream.ts'
import { type SideBySide, startSideBySide, writing } from '../testing/side-by-side.ts'

let test: SideBySide
afterEach(() => test.app.dispose())

it('work that comes into a worktree while what lies there is on its way out arrives where that went', async () => {
  const [outer, inner] = [createGate(), createGate()]
  const order = (message: string) => ({ name: 'new_task', arguments: { mode: 'code', message } })
  test = await startSideBySide({
    pieces: {
      'Outer.': ({ turn }) =>
        turn === 0
          ? { calls: [order('Inner.'), order('Other.')] }
          : heldStream(completing('Outer is done.'), outer),
      'Beside.': [],
    },
    below: {
      'Inner.': ({ turn, last }) => {
        if (turn === 0) return writing('inner.txt', 'inner\n')
        if (last === 'Once more.') return writing('late.txt', 'late\n')
        return turn === 1 ? completing('Inner is done.') : heldStream(completing('Again.'), inner)
      },
      'Other.': [],
    },
  })
  const { app } = test
  await outer.reached
  const [above, below] = [test.piece('Outer.'), test.piece('Inner.')]
  const { folder } = app.view(above)
  expect(app.view(below).folder).toBe(folder)
  app.tasks.retry(app.id(below), { message: 'Once more.' })
  await inner.reached

  // The gate of the outer task's work stands open for as long as it takes the inner one to come to the door.
  const go = join(app.dataFolder, 'go')
  app.app.store.settings.setWorktrees(app.workspace.id, {
    gate: [`until [ -e '${go}' ]; do sleep 0.01; done`],
  })
  const atTheGate = app.event(
    ({ body, taskId }) => body.type === 'worktree.updated' && taskId === app.id(above),
  )
  outer.open()
  await atTheGate
  const finishing = app.event(({ body, taskId }) => body.type === 'tool.started' && taskId === app.id(below))
  inner.open()
  await finishing
  test.write('../data/go', '')
  await app.until(above, 'completed')
  await app.until(below, 'completed')

  expect([test.read('inner.txt'), test.read('late.txt')]).toEqual(['inner\n', 'late\n'])
  expect(app.view(below).landed?.into).toBe(test.folder)
  expect(app.faults()).toEqual([])
})

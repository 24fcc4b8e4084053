import { afterEach, describe, expect, it } from 'vitest'
import { calling, completing } from '../testing/conversation.ts'
import { createGate } from '../testing/gate.ts'
import { heldStream } from '../testing/held-stream.ts'
import { startTestApp, type TestApp } from '../testing/test-app.ts'

let test: TestApp
afterEach(() => test.dispose())

/** Two children beside each other; the first has written a.txt and new.txt and is held before it ends. */
async function atWork() {
  const gate = createGate()
  test = await startTestApp({
    files: { 'a.txt': 'one\ntwo\n', '-b.txt': 'b\n' },
    script: ({ opening, turn }) => {
      if (opening === 'All.') {
        const piece = (message: string) => ({ name: 'new_task', arguments: { mode: 'code', message } })
        return turn === 0 ? { calls: [piece('First.'), piece('Second.')] } : completing('Done.')
      }
      if (opening === 'Second.') return completing('Nothing to do.')
      const files = ['a.txt', 'new.txt', '-b.txt']
      const path = files[turn]
      if (path === undefined) return heldStream(completing('Done.'), gate)
      return calling('write_to_file', { path, content: `one\n${path}\n` })
    },
  })
  test.create('All.', { approve: 'all' })
  await gate.reached
  return gate
}

describe('work', () => {
  it('is shown while it is done, then as it was taken over, with its hunks', async () => {
    const gate = await atWork()
    const id = test.id('SA-2')
    const { engine } = test.app
    const work = await engine.work(id)
    expect(work).toMatchObject({
      into: test.folder,
      files: [
        { path: '-b.txt', state: 'changed', added: 2, removed: 1 },
        { path: 'a.txt', state: 'changed', added: 1, removed: 1 },
        { path: 'new.txt', state: 'added', added: 2, removed: 0, oldPath: null, binary: false },
      ],
      moreFiles: 0,
    })
    const { base = '', head = '' } = work ?? {}
    expect(await engine.workFile(id, { base, head, path: 'a.txt' })).toEqual({
      tooLarge: false,
      hunks: [{ oldStart: 1, oldLines: 2, newStart: 1, newLines: 2, lines: [' one', '-two', '+a.txt'] }],
    })
    expect((await engine.workFile(id, { base, head, path: '-b.txt' })).hunks).toHaveLength(1)
    gate.open()
    await test.until('SA-1', 'completed')
    const landed = await engine.work(id)
    expect(landed?.files).toEqual(work?.files)
    expect([landed?.base, landed?.head]).toEqual([
      test.view('SA-2').landed?.before,
      test.view('SA-2').landed?.after,
    ])
    // Also when its worktree is gone, and of snapshots from before.
    expect((await engine.workFile(id, { base, head, path: 'a.txt' })).hunks).toHaveLength(1)
    expect(await engine.work(test.id('SA-1'))).toBe(null)
  })

  it('is not a way to anything else', async () => {
    const gate = await atWork()
    const id = test.id('SA-2')
    const { engine } = test.app
    const { base = '', head = '' } = (await engine.work(id)) ?? {}
    const unknown = 'f'.repeat(40)
    for (const place of [
      { base: 'HEAD', head, path: 'a.txt' },
      { base: '--output=/tmp/x', head, path: 'a.txt' },
      { base: `${base}^`, head, path: 'a.txt' },
      { base: unknown, head, path: 'a.txt' },
      { base, head: unknown, path: 'a.txt' },
      { base: base.toUpperCase().replace(/\d/g, 'A'), head, path: 'a.txt' },
      { base, head, path: '../a.txt' },
      { base, head, path: '/etc/passwd' },
      { base, head, path: ':(top)a.txt' },
      { base, head, path: '*' },
      { base, head, path: '.git/config' },
      { base, head, path: '' },
    ])
      await expect(engine.workFile(id, place), JSON.stringify(place)).rejects.toMatchObject({
        code: 'not_found',
      })
    gate.open()
    await test.until('SA-1', 'completed')
  })
})

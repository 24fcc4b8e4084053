import { afterEach, describe, expect, it } from 'vitest'
import { completing } from '../testing/conversation.ts'
import { lines, type SideBySide, startSideBySide, writing } from '../testing/side-by-side.ts'

let test: SideBySide
afterEach(() => test.app.dispose())

const both = lines.replace('one', 'ONE').replace('ten', 'TEN')
/** One piece that changes both ends of a.txt and makes two files, beside one that does nothing. */
const start = () =>
  startSideBySide({
    settings: { review: true },
    pieces: {
      'First.': [writing('a.txt', both), writing('b.txt', 'new\n'), writing('c.txt', 'newer\n')],
      'Second.': [],
    },
  })

describe('a person who looks at work before it is taken over', () => {
  it('is asked though finishing is approved by itself, and not by a task that changed nothing', async () => {
    test = await start()
    await test.app.until('SA-3', 'completed')
    const first = test.piece('First.')
    const { work } = await test.asks(first, 'completion')
    expect(work?.files.map(({ path, state, added, removed }) => [path, state, added, removed])).toEqual([
      ['a.txt', 'changed', 2, 2],
      ['b.txt', 'added', 1, 0],
      ['c.txt', 'added', 1, 0],
    ])
    expect(work?.into).toBe(test.app.folder)
    expect(test.app.calls(first).at(-1)?.approval?.why).toBe('You look at work before it is taken over.')
    expect([test.read('a.txt'), test.exists('b.txt')]).toEqual([lines, false])
    test.approve(first)
    await test.app.until('SA-1', 'completed')
    expect([test.read('a.txt'), test.read('b.txt'), test.read('c.txt')]).toEqual([both, 'new\n', 'newer\n'])
    expect(test.fates(first)).toEqual(['worktree.opened', 'worktree.prepared', 'work.landed'])
    expect(test.app.view(first).landed?.left).toBeUndefined()
  })

  it('takes some files and one hunk of two: the rest stays out, and the parent is told', async () => {
    test = await start()
    const first = test.piece('First.')
    await test.asks(first, 'completion')
    test.approve(first, {
      taken: [
        { path: 'a.txt', hunks: [1] },
        { path: 'c.txt', hunks: 'all' },
      ],
    })
    await test.app.until('SA-1', 'completed')
    expect(test.read('a.txt')).toBe(lines.replace('ten', 'TEN'))
    expect([test.exists('b.txt'), test.read('c.txt')]).toEqual([false, 'newer\n'])
    expect(test.app.view(first).landed).toMatchObject({ left: ['a.txt', 'b.txt'] })
    const told = test.app.calls('SA-1').find(({ subtask }) => subtask?.childDisplayId === first)?.result
    expect(told).toContain('Not taken over, or not all of it: a.txt, b.txt.')
  })

  it('takes nothing: the task completes, its parent hears it, and a snapshot keeps the work', async () => {
    test = await start()
    const first = test.piece('First.')
    await test.asks(first, 'completion')
    test.approve(first, { taken: [] })
    await test.app.until('SA-1', 'completed')
    expect([test.read('a.txt'), test.exists('b.txt'), test.app.task(first).status]).toEqual([
      lines,
      false,
      'completed',
    ])
    expect(test.fates(first).at(-1)).toBe('work.dropped')
    const dropped = test.app.view(first).items.find((i) => i.type === 'notice' && i.notice.type === 'dropped')
    const kept = dropped?.type === 'notice' && dropped.notice.type === 'dropped' ? dropped.notice.kept : ''
    expect(test.git('show', `${kept}:b.txt`)).toBe('new')
    expect(test.git('for-each-ref', '--points-at', kept)).toContain('dropped-')
    const told = test.app.calls('SA-1').find(({ subtask }) => subtask?.childDisplayId === first)?.result
    expect(told).toContain('Work: not taken over, since the user dropped it.')
  })

  it('sends it back with words, and is asked about what comes then', async () => {
    test = await startSideBySide({
      settings: { review: true },
      pieces: {
        'First.': ({ last, turn }) =>
          turn === 0
            ? writing('b.txt', 'new\n')
            : last.includes('Call it c.')
              ? writing('b.txt', 'better\n')
              : completing('Done.'),
        'Second.': [],
      },
    })
    const first = test.piece('First.')
    await test.asks(first, 'completion')
    test.app.decide(first, 'rejected', 'Call it c.')
    const { work } = await test.asks(first, 'completion')
    expect(work?.files).toHaveLength(1)
    test.approve(first)
    await test.app.until('SA-1', 'completed')
    expect(test.read('b.txt')).toBe('better\n')
  })

  it('approves what was shown: a worktree that changed meanwhile is asked about anew', async () => {
    test = await start()
    const first = test.piece('First.')
    const before = await test.asks(first, 'completion')
    test.at(first).write('b.txt', 'by hand\n')
    const again = test.app.event(({ body }) => body.type === 'approval.requested')
    test.approve(first)
    await again
    const after = await test.asks(first, 'completion')
    expect(after.work?.base).toBe(before.work?.base)
    expect(after.work?.head).not.toBe(before.work?.head)
    expect(test.exists('b.txt')).toBe(false)
    test.approve(first)
    await test.app.until('SA-1', 'completed')
    expect(test.read('b.txt')).toBe('by hand\n')
  })

  it('cannot take what is not there', async () => {
    test = await start()
    const first = test.piece('First.')
    await test.asks(first, 'completion')
    const taken = [{ path: 'z.txt', hunks: 'all' as const }]
    expect(() => test.approve(first, { taken })).toThrow('z.txt is not among the files of this work.')
    expect(() => test.approve(first, { taken: [], sides: {} })).not.toThrow()
    await test.app.until('SA-1', 'completed')
  })
})

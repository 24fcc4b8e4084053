import { afterEach, describe, expect, it } from 'vitest'
import { completing } from '../testing/conversation.ts'
import { createGate } from '../testing/gate.ts'
import { heldStream } from '../testing/held-stream.ts'
import { type SideBySide, startSideBySide, writing } from '../testing/side-by-side.ts'

let test: SideBySide
afterEach(() => test.app.dispose())

/** Passes where at most one of a and b is there. */
const onlyOne = 'test ! -e a -o ! -e b'

describe('the gate', () => {
  it('tests what its person takes of the work, and tells the task what they left out', async () => {
    test = await startSideBySide({
      settings: { review: true, gate: ['test ! -e b', 'test -e c'] },
      pieces: {
        'First.': ({ turn, last }) =>
          turn < 2
            ? writing(turn === 0 ? 'a' : 'b', 'new\n')
            : last.includes('no longer in your folder: b. Do not make it again.')
              ? writing('c', 'new\n')
              : completing('Done.'),
        'Second.': [],
      },
    })
    await test.asks('SA-2', 'completion')
    test.approve('SA-2', { taken: [{ path: 'a', hunks: 'all' }] })
    await test.app.event(({ body }) => body.type === 'work.tested')
    const { work } = await test.asks('SA-2', 'completion')
    expect(work?.files.map(({ path }) => path)).toEqual(['a', 'c'])
    test.approve('SA-2')
    await test.app.until('SA-1', 'completed')
    expect([test.exists('a'), test.exists('b'), test.exists('c')]).toEqual([true, false, true])
    expect(test.app.view('SA-2').landed?.left).toEqual(['b'])
  })

  it('lets work pass that passes', async () => {
    test = await startSideBySide({
      settings: { gate: ['test -e a', 'test -e a.txt'] },
      pieces: { 'First.': [writing('a', 'new\n')], 'Second.': [] },
    })
    await test.app.until('SA-1', 'completed')
    const first = test.piece('First.')
    expect(test.read('a')).toBe('new\n')
    expect(test.fates(first).slice(2)).toEqual(['worktree.updated', 'work.tested', 'work.landed'])
    // Without work there is nothing to test.
    expect(test.fates(test.piece('Second.')).slice(2)).toEqual(['work.landed'])
    const told = test.app.calls('SA-1').find(({ subtask }) => subtask?.childDisplayId === first)?.result
    expect(told).toContain('Tested with the work of others: test -e a, test -e a.txt: passed.')
  })

  it('sends work back that fails, with what was found, and takes it once it is mended', async () => {
    test = await startSideBySide({
      settings: { gate: ['grep -q right a || { echo no right in here; exit 3; }'] },
      pieces: {
        'First.': ({ turn, last }) =>
          turn === 0
            ? writing('a', 'wrong\n')
            : last.includes('no right in here')
              ? writing('a', 'right\n')
              : completing('Done.'),
        'Second.': [],
      },
    })
    await test.app.until('SA-1', 'completed')
    const first = test.piece('First.')
    expect(test.read('a')).toBe('right\n')
    const ends = test.app.calls(first).filter(({ name }) => name === 'attempt_completion')
    expect(ends.map(({ outcome }) => outcome)).toEqual(['error', 'ok'])
    expect(ends[0]?.result).toContain('exits with 0: no, exit code 3')
    expect(ends[0]?.display).toMatchObject({ type: 'checks', results: [{ outcome: 'failed', exitCode: 3 }] })
  })

  it('runs on what is merged: two pieces that are each fine alone, and not together', async () => {
    const gate = createGate()
    test = await startSideBySide({
      settings: { gate: [onlyOne] },
      pieces: {
        'First.': [writing('a', 'a\n')],
        'Second.': ({ turn, last }) => {
          if (turn === 0) return heldStream(writing('b', 'b\n'), gate)
          if (last.includes('failed what it must pass'))
            return { calls: [{ name: 'execute_command', arguments: { command: 'rm b; ls -1' } }] }
          return completing('Done.')
        },
      },
    })
    const second = test.piece('Second.')
    await test.app.until(test.piece('First.'), 'completed')
    gate.open()
    await test.app.until('SA-1', 'completed')
    expect([test.exists('a'), test.exists('b')]).toEqual([true, false])
    // Its worktree held the other's work when the gate ran.
    const [listed] = test.app.calls(second).filter(({ name }) => name === 'execute_command')
    expect(listed?.result).toMatch(/^a$/m)
  })

  it('is run again on what came into the folder while it ran', async () => {
    test = await startSideBySide({
      // The first time it plays somebody else who writes in the repository.
      settings: (folder) => ({ gate: [`test -e other || echo theirs > '${folder}/other'`] }),
      pieces: { 'First.': [writing('a', 'a\n')], 'Second.': [] },
    })
    const first = test.piece('First.')
    await test.app.until('SA-1', 'completed')
    const twice = ['worktree.updated', 'work.tested', 'worktree.updated', 'work.tested', 'work.landed']
    expect(test.fates(first).slice(2)).toEqual(twice)
    expect([test.read('a'), test.read('other')]).toEqual(['a\n', 'theirs\n'])
    expect(test.app.view(first).landed?.files).toEqual([{ path: 'a', change: 'added' }])
  })

  it('lands what was tested, and nothing that the gate itself wrote', async () => {
    test = await startSideBySide({
      settings: { gate: ['echo report > coverage'] },
      pieces: { 'First.': [writing('a', 'a\n')], 'Second.': [] },
    })
    await test.app.until('SA-1', 'completed')
    expect([test.exists('a'), test.exists('coverage')]).toEqual([true, false])
  })

  it('puts work to its person after five failures, who may take it all the same', async () => {
    test = await startSideBySide({
      settings: { gate: ['false'] },
      pieces: { 'First.': [writing('a', 'a\n')], 'Second.': [] },
    })
    const first = test.piece('First.')
    const { work, doubts } = await test.asks(first, 'completion')
    expect(work?.files.map(({ path }) => path)).toEqual(['a'])
    expect(doubts).toEqual(['false: exit code 1'])
    const ends = () => test.app.calls(first).filter(({ name }) => name === 'attempt_completion')
    expect(ends().filter(({ outcome }) => outcome === 'error')).toHaveLength(5)
    test.approve(first)
    await test.app.until('SA-1', 'completed')
    expect(test.read('a')).toBe('a\n')
    const told = test.app.calls('SA-1').find(({ subtask }) => subtask?.childDisplayId === first)?.result
    expect(told).toContain('taken over by the user all the same: false (exit code 1).')
  })

  it('is not run in a folder that nobody vouched for: then its person says', async () => {
    test = await startSideBySide({
      settings: { gate: ['touch ran'] },
      trusted: false,
      pieces: { 'First.': [writing('a', 'a\n')], 'Second.': [] },
    })
    const first = test.piece('First.')
    const { doubts } = await test.asks(first, 'completion')
    expect(doubts).toEqual(['touch ran: not run, the folder is not trusted'])
    test.app.decide(first, 'rejected', 'Not like that.')
    await test.asks(first, 'completion')
    expect(test.told(first)).toContain('Not like that.')
    test.approve(first, { taken: [] })
    await test.app.until('SA-1', 'completed')
    expect([test.exists('a'), test.exists('ran')]).toEqual([false, false])
  })
})

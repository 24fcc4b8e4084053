import { afterEach, describe, expect, it } from 'vitest'
import type { WorkAnswer } from '../../contract/work.ts'
import type { WorktreeSettingsChange } from '../../contract/worktree-settings.ts'
import { type Conversation, type calling, completing } from '../testing/conversation.ts'
import { createGate } from '../testing/gate.ts'
import { heldStream } from '../testing/held-stream.ts'
import { lines, type SideBySide, startSideBySide, writing } from '../testing/side-by-side.ts'

let test: SideBySide
afterEach(() => test.app.dispose())

const theirs = lines.replace('five', 'five by first')
const mine = lines.replace('five', 'five by second').replace('ten', 'TEN')

/** Two pieces that change the same line; the first is taken over, then the second finishes. Resolves with its id. */
async function startClash(
  settings: WorktreeSettingsChange,
  later: (conversation: Conversation) => ReturnType<typeof calling> = () => completing('Done.'),
): Promise<string> {
  const gate = createGate()
  test = await startSideBySide({
    settings,
    pieces: {
      'First.': [writing('a.txt', theirs)],
      'Second.': (conversation) =>
        conversation.turn === 0 ? heldStream(writing('a.txt', mine), gate) : later(conversation),
    },
  })
  await test.app.until(test.piece('First.'), 'completed')
  gate.open()
  return test.piece('Second.')
}

async function settledAs(answer: WorkAnswer, byHand?: string): Promise<string> {
  const second = await startClash({ clashes: 'person' })
  await test.asks(second, 'clash')
  if (byHand !== undefined) test.at(second).write('a.txt', byHand)
  test.approve(second, answer)
  await test.app.until('SA-1', 'completed')
  return second
}

describe('work that clashes', () => {
  it('is put to the person at once where they want that, with the markers in the worktree', async () => {
    const second = await startClash({ clashes: 'person' })
    const subject = await test.asks(second, 'clash')
    const { folder } = test.app.view(second)
    expect(subject).toMatchObject({ into: test.folder, folder, rounds: 0 })
    expect(subject.conflicts).toEqual([
      { path: 'a.txt', words: 'both changed the same lines; look for the markers.' },
    ])
    expect(test.git('show', `${subject.own}:a.txt`)).toBe(mine.trim())
    expect(test.git('show', `${subject.base}:a.txt`)).toBe(theirs.trim())
    expect(test.at(second).read('a.txt')).toMatch(
      /<<<<<<< others\nfive by first\n=======\nfive by second\n>>>>>>> SA-3\n/,
    )
    expect(test.read('a.txt')).toBe(theirs)
    test.approve(second, { taken: [] })
    await test.app.until('SA-1', 'completed')
    expect([test.read('a.txt'), test.fates(second).at(-1)]).toEqual([theirs, 'work.dropped'])
  })

  it('is taken with the subtask’s side', async () => {
    await settledAs({ sides: { 'a.txt': 'subtask' } })
    expect(test.read('a.txt')).toBe(mine)
  })

  it('is taken with the folder’s side', async () => {
    const second = await settledAs({ sides: { 'a.txt': 'folder' } })
    expect(test.read('a.txt')).toBe(theirs)
    const told = test.app.calls('SA-1').find(({ subtask }) => subtask?.childDisplayId === second)?.result
    expect(told).toContain('Clashed with the work of others, and was brought together: a.txt.')
  })

  it('is taken as it was mended by hand in the worktree', async () => {
    const mended = lines.replace('five', 'five by hand')
    await settledAs({ sides: { 'a.txt': 'worktree' } }, mended)
    expect(test.read('a.txt')).toBe(mended)
  })

  it('does not land with markers in it that nobody has looked at', async () => {
    const second = await startClash({ clashes: 'person' }, ({ last }) =>
      last.includes('the markers of the clash still stand')
        ? writing('a.txt', lines.replace('five', 'five by all'))
        : completing('Done.'),
    )
    await test.asks(second, 'clash')
    test.approve(second)
    await test.app.until('SA-1', 'completed')
    expect(test.read('a.txt')).toBe(lines.replace('five', 'five by all'))
  })

  it('goes back to the subtask with the person’s words', async () => {
    const second = await startClash({ clashes: 'person' }, ({ last }) =>
      last.includes('Keep both.')
        ? writing('a.txt', lines.replace('five', 'five by both'))
        : completing('Done.'),
    )
    await test.asks(second, 'clash')
    test.app.decide(second, 'rejected', 'Keep both.')
    await test.app.until('SA-1', 'completed')
    expect(test.read('a.txt')).toBe(lines.replace('five', 'five by both'))
    expect(test.fates(second).slice(2)).toEqual(['work.conflicted', 'work.landed'])
  })

  it('that others clash with again while the person thinks is asked about anew, and lands in the end', async () => {
    const second = await startClash({ clashes: 'person' })
    const before = await test.asks(second, 'clash')
    test.write('a.txt', theirs.replace('ten', 'ten by hand'))
    const asked = test.app.event(({ body }) => body.type === 'approval.requested')
    test.approve(second, { sides: { 'a.txt': 'subtask' } })
    await asked
    const after = await test.asks(second, 'clash')
    expect(after.base).not.toBe(before.base)
    test.approve(second, { sides: { 'a.txt': 'folder' } })
    await test.app.until('SA-1', 'completed')
    expect(test.read('a.txt')).toBe(theirs.replace('ten', 'ten by hand'))
  })

  it('goes back to the subtask three times, and then to the person', async () => {
    let round = 0
    const second = await startClash({}, ({ last }) => {
      if (!last.includes('clashes with yours')) return completing('Done.')
      // While it brings both together, somebody changes the same line in the folder again.
      round++
      test.write('a.txt', lines.replace('five', `five, round ${round}`))
      return writing('a.txt', lines.replace('five', `five by second, ${round}`))
    })
    const subject = await test.asks(second, 'clash')
    expect([subject.rounds, round]).toEqual([3, 3])
    expect(test.app.calls(second).at(-1)?.approval?.why).toBe(
      'The subtask brought it together 3 times, and each time others had changed the same again.',
    )
    test.approve(second, { sides: { 'a.txt': 'subtask' } })
    await test.app.until('SA-1', 'completed')
    expect(test.read('a.txt')).toBe(lines.replace('five', 'five by second, 3'))
  })

  it('cannot be settled with what does not clash, or in part', async () => {
    const second = await startClash({ clashes: 'person' })
    await test.asks(second, 'clash')
    expect(() => test.approve(second, { sides: { 'b.txt': 'folder' } })).toThrow(
      'b.txt is not among what clashes.',
    )
    const taken = [{ path: 'a.txt', hunks: 'all' as const }]
    expect(() => test.approve(second, { taken })).toThrow('can be dropped, or taken as a whole')
    test.app.tasks.cancel(test.app.id(second), 'Enough.')
    await test.app.until('SA-1', 'completed')
  })
})

import { afterEach, describe, expect, it } from 'vitest'
import type { TaskEvent } from '../../contract/task-event.ts'
import type { WorktreeSettingsChange } from '../../contract/worktree-settings.ts'
import { completing } from '../testing/conversation.ts'
import { type CrashPoint, recordCrashPoints } from '../testing/crash-points.ts'
import { createGate } from '../testing/gate.ts'
import { heldStream } from '../testing/held-stream.ts'
import { lines, type SideBySide, signIn, startSideBySide, writing } from '../testing/side-by-side.ts'
import { temporaryFolder } from '../testing/temporary-folder.ts'

let test: SideBySide
afterEach(() => test.app.dispose())

const mine = lines.replace('five', 'five by second').replace('ten', 'TEN')

/** A person who approves all that is asked, and takes the subtask's side where work clashes. */
function attend(): void {
  const { app } = test.app
  const look = (displayId: string) => {
    const open = test.app.calls(displayId).find(({ approval }) => approval?.decision === null)?.approval
    if (open === undefined || open === null || test.app.task(displayId).status !== 'awaiting_approval') return
    const sides = { 'a.txt': 'subtask' as const }
    test.approve(displayId, open.subject.type === 'clash' ? { sides } : undefined)
  }
  app.engine.listen((events) => {
    for (const { body, taskId } of events) {
      if (body.type === 'approval.requested') look(app.store.tasks.get(taskId)?.displayId ?? '')
    }
  })
  for (const { displayId } of app.store.tasks.list()) look(displayId)
}

/** Has the second piece come back after the first, and records what a kill leaves of each step on its way. */
async function comeBack(settings: WorktreeSettingsChange): Promise<CrashPoint[]> {
  const gate = createGate()
  test = await startSideBySide({
    settings,
    begin: signIn,
    pieces: {
      'First.': [writing('a.txt', lines.replace('five', 'five by first'))],
      'Second.': ({ turn }) =>
        turn === 0 ? heldStream(writing('a.txt', mine), gate) : completing('Second is done.'),
    },
  })
  attend()
  await test.app.until('SA-2', 'completed')
  const ofSecond = test.app.id('SA-3')
  const wanted = (events: TaskEvent[]) =>
    events.some(({ taskId, body }) => taskId === ofSecond && /^work|decided|tool.finished/.test(body.type))
  const points = recordCrashPoints(test.app, temporaryFolder(), wanted)
  gate.open()
  await test.app.until('SA-1', 'completed')
  return points
}

const typesOf = ({ events }: CrashPoint) => events.map(({ body }) => body.type).join(', ')

/** Kills the app at each point, and right before each, and looks at what it comes to. */
async function eachEnd(points: CrashPoint[], look: (where: string) => void): Promise<void> {
  for (const [index, point] of points.entries()) {
    const before = points[index - 1]
    const kills: [string, () => void][] = [[`after ${typesOf(point)}`, point.restore]]
    if (before !== undefined) kills.push([`before ${typesOf(point)}`, () => point.restoreUntold(before)])
    for (const [where, restore] of kills) {
      await test.app.restart('continue', restore)
      attend()
      await test.app.until('SA-1', 'completed')
      look(where)
      expect(test.app.faults(), where).toEqual([])
    }
  }
}

describe('killed while a person’s approval, a clash, the gate and a commit lie on its way', () => {
  it('work comes to the same end, once', async () => {
    const points = await comeBack({ review: true, clashes: 'person', gate: ['true'], landing: 'commit' })
    const fates = [
      ...['worktree.opened', 'worktree.prepared', 'work.conflicted'],
      ...['worktree.updated', 'work.tested', 'work.landed'],
    ]
    const told = points.map(typesOf).join(', ')
    for (const type of ['approval.decided', ...fates.slice(2)]) expect(told).toContain(type)
    const look = (where: string) => {
      expect(test.read('a.txt'), where).toBe(mine)
      expect(
        test.fates('SA-3').filter((type) => type !== 'work.tested'),
        where,
      ).toEqual(fates.filter((type) => type !== 'work.tested'))
      const { landed } = test.app.view('SA-3')
      expect(landed?.files, where).toEqual([{ path: 'a.txt', change: 'changed' }])
      expect([landed?.commit?.id, landed?.note], where).toEqual([test.git('rev-parse', 'HEAD'), undefined])
      expect(test.git('log', '--format=%s').split('\n'), where).toEqual(['Second.', 'First.', 'Start'])
      expect(test.git('status', '--porcelain'), where).toBe('')
      const ends = test.app.calls('SA-3').filter(({ name }) => name === 'attempt_completion')
      expect(
        ends.map(({ outcome }) => outcome),
        where,
      ).toEqual(['ok'])
    }
    look('unharmed')
    await eachEnd(points, look)
  }, 60_000)

  it('work comes to one branch', async () => {
    const points = await comeBack({ landing: 'branch' })
    const look = (where: string) => {
      expect(test.git('branch', '--format=%(refname:short)').split('\n'), where).toEqual([
        ...['main', 'treeline/SA-2-first', 'treeline/SA-3-second'],
      ])
      expect(test.git('show', 'treeline/SA-3-second:a.txt'), where).toBe(mine.trim())
      expect(test.fates('SA-3').slice(2), where).toEqual(['work.branched'])
      expect(test.read('a.txt'), where).toBe(lines)
    }
    await eachEnd(points, look)
  }, 60_000)
})

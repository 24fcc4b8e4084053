import { expect, test } from 'vitest'
import { createAnnouncer } from './announcer.ts'
import { isQuiet, type News, type Notice, noticeFor, takeIn } from './attention.ts'
import { type Preferences, preferencesSchema } from './settings.ts'
import type { TaskSummary } from './task-summary.ts'

const defaults = preferencesSchema.parse({})
const task = (
  number: number,
  status: TaskSummary['status'],
  more: Partial<TaskSummary> = {},
): TaskSummary => ({
  ...({ parentId: null, deletedAt: null, needs: null, statusReason: null, activity: '' } as TaskSummary),
  id: `tsk_${number}` as TaskSummary['id'],
  displayId: `TL-${number}`,
  title: `Task ${number}`,
  status,
  ...more,
})
const away = { lookedAt: false, now: Date.parse('2026-01-01T12:00:00Z') }
const child = { parentId: 'tsk_1' as TaskSummary['id'] }

/** The kinds that are new when a tree of `before` becomes one of `after`. */
const newsOf = (before: TaskSummary[], after: TaskSummary[]) => {
  const { tasks } = takeIn(null, { type: 'snapshot', tasks: before })
  return takeIn(tasks, { type: 'changed', tasks: after, removed: [] }).news.map(({ kind }) => kind)
}

test('what stands at first is no news, and what begins to wait or ends is', () => {
  expect(takeIn(null, { type: 'snapshot', tasks: [task(1, 'awaiting_approval')] }).news).toEqual([])
  const from = (status: TaskSummary['status'], next: TaskSummary) => newsOf([task(1, status)], [next])
  expect(from('in_progress', task(1, 'awaiting_approval'))).toEqual(['approval'])
  expect(from('in_progress', task(1, 'awaiting_input'))).toEqual(['question'])
  expect(from('in_progress', task(1, 'awaiting_input', { needs: 'answer' }))).toEqual([])
  expect(from('in_progress', task(1, 'completed'))).toEqual(['done'])
  expect(from('in_progress', task(1, 'failed'))).toEqual(['failed'])
  expect(from('in_progress', task(1, 'cancelled'))).toEqual([])
  expect(from('in_progress', task(1, 'paused'))).toEqual([])
  expect(from('awaiting_approval', task(1, 'awaiting_approval', { activity: 'more' }))).toEqual([])
  expect(from('completed', task(1, 'completed', { title: 'Renamed' }))).toEqual([])
  expect(newsOf([], [task(1, 'completed'), task(2, 'awaiting_approval')])).toEqual(['approval'])
})

test('a gap in the stream loses nothing', () => {
  const { tasks } = takeIn(null, { type: 'snapshot', tasks: [task(1, 'in_progress'), task(2, 'queued')] })
  const again = takeIn(tasks, { type: 'snapshot', tasks: [task(1, 'completed')] })
  expect([again.news.map(({ kind }) => kind), [...again.tasks.keys()]]).toEqual([['done'], ['tsk_1']])
})

test('each kind can be switched off, and ends of subtasks are told only if wanted', () => {
  const told = (news: News, change: Partial<Preferences> = {}) =>
    noticeFor([news], { ...defaults, ...change }, away)?.title ?? null
  const approval: News = { kind: 'approval', task: task(1, 'awaiting_approval') }
  expect([told(approval), told(approval, { notifyApproval: false })]).toEqual(['TL-1 wants approval', null])
  const done: News = { kind: 'done', task: task(2, 'completed', child) }
  expect([told(done), told(done, { notifySubtasks: true })]).toEqual([null, 'TL-2 is completed'])
  expect(told({ kind: 'question', task: task(3, 'awaiting_input', child) })).toBe(
    'TL-3 needs a word from you',
  )
  expect(told({ kind: 'failed', task: task(4, 'failed') }, { notifyFailed: false })).toBeNull()
})

test('ten at once are one, with the most urgent first', () => {
  const news: News[] = [
    { kind: 'done', task: task(1, 'completed') },
    ...[2, 3, 4, 5, 6, 7, 8, 9, 10].map(
      (n): News => ({ kind: 'approval', task: task(n, 'awaiting_approval') }),
    ),
  ]
  const notice = noticeFor(news, { ...defaults, sounds: true }, away)
  expect(notice).toEqual({
    title: '9 tasks wait for you, 1 has ended',
    body: 'TL-2 wants approval: Task 2\nTL-3 wants approval: Task 3\nTL-4 wants approval: Task 4\nand 7 more',
    taskId: 'tsk_2' as TaskSummary['id'],
    sound: 'waits',
  } satisfies Notice)
})

test('it is quiet while looked at, while not to be disturbed, and without sounds unless they are on', () => {
  const news: News[] = [{ kind: 'done', task: task(1, 'completed') }]
  const told = (change: Partial<Preferences>, lookedAt = false) =>
    noticeFor(news, { ...defaults, ...change }, { ...away, lookedAt })
  expect(told({}, true)).toBeNull()
  expect(told({ doNotDisturb: 'on' })).toBeNull()
  expect(told({ doNotDisturb: '2026-01-01T12:00:01Z' })).toBeNull()
  expect(told({ doNotDisturb: '2026-01-01T12:00:00Z' })?.sound).toBeNull()
  expect(told({ sounds: true })?.sound).toBe('ended')
  expect(isQuiet('2026-01-01T14:00:00+01:00', away.now)).toBe(true)
})

test('the announcer gathers, leaves out what was dealt with, and keeps the badge', async () => {
  const works: (() => void)[] = []
  const notices: Notice[] = []
  const badges: number[] = []
  let settings = defaults
  const announcer = createAnnouncer({
    settings: () => settings,
    lookedAt: () => false,
    show: (notice) => notices.push(notice),
    badge: (count) => badges.push(count),
    now: () => away.now,
    later: (work) => {
      works.push(work)
      return () => {}
    },
  })
  const frame = (...tasks: TaskSummary[]) => announcer.onFrame({ type: 'changed', tasks, removed: [] })
  announcer.onFrame({ type: 'snapshot', tasks: [task(1, 'in_progress'), task(2, 'in_progress')] })
  frame(task(1, 'awaiting_approval'))
  frame(task(2, 'awaiting_approval'))
  frame(task(2, 'in_progress'))
  expect(works).toHaveLength(1)
  works[0]?.()
  await Promise.resolve()
  await Promise.resolve()
  expect(notices.map(({ title }) => title)).toEqual(['TL-1 wants approval'])
  settings = { ...defaults, badge: false }
  announcer.settingsChanged()
  expect(badges).toEqual([0, 1, 2, 1, 0])
})

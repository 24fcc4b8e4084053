import fc from 'fast-check'
import { expect, test } from 'vitest'
import { someApproval, someWaiting, subjects } from '../testing/some-waiting.ts'
import { fewestAlike, groupWaiting, type InboxEntry, mostAlike } from './group-waiting.ts'
import { compareWaiting } from './rank-waiting.ts'
import type { Asked, Waiting } from './waiting.ts'

const kinds = [
  'edit',
  'edit_protected',
  'command',
  'delete',
  'read',
  'subtask',
  'question',
  'limit',
  'unread',
] as const

const anyThings = fc
  .array(
    fc.record({
      kind: fc.constantFrom(...kinds),
      task: fc.integer({ min: 1, max: 6 }),
      since: fc.integer({ min: 0, max: 3 }),
    }),
    { maxLength: 120 },
  )
  .map((drawn) => drawn.map(({ kind, task, since }, at) => thing(kind, `${at}`, `${task}`, since)))

/** Tasks 1 to 3 are one tree, 4 to 6 another. */
function thing(kind: (typeof kinds)[number], name: string, task: string, since: number): Waiting {
  const root = Number(task) <= 3 ? '1' : '4'
  switch (kind) {
    case 'question':
    case 'unread':
      return someWaiting(`${name} ${kind}`, task, root, { type: kind, since } as Asked)
    case 'limit':
      return someWaiting(`${name} limit`, task, root, {
        ...{ type: 'limit', since },
        notice: { type: 'limit', limit: 'requests', budgetOf: `tsk_${root}` as never, spent: 1, allowed: 1 },
      })
    case 'subtask':
      return someApproval(name, task, root, 'subtask_create', subjects.subtask(name), since)
    case 'edit_protected':
      return someApproval(name, task, root, kind, subjects.edit(name), since)
    default:
      return someApproval(name, task, root, kind, subjects[kind](name), since)
  }
}

const thingsOf = (entry: InboxEntry): readonly Waiting[] =>
  entry.type === 'alike' ? entry.things : [entry.waiting, ...entry.also]

test('every waiting thing is in exactly one entry of its own tree, and every key is there once', () => {
  fc.assert(
    fc.property(anyThings, (things) => {
      const trees = groupWaiting(things)
      const shown = trees.flatMap(({ entries }) => entries.flatMap(thingsOf))
      expect(shown.map(({ key }) => key).sort()).toEqual(things.map(({ key }) => key).sort())
      for (const { rootId, entries, tasks } of trees) {
        const own = entries.flatMap(thingsOf)
        expect(own.every(({ task }) => task.rootId === rootId)).toBe(true)
        expect(tasks).toBe(new Set(own.map(({ task }) => task.id)).size)
      }
      const keys = trees.flatMap(({ entries }) => entries.map(({ key }) => key))
      expect(new Set(keys).size).toBe(keys.length)
    }),
  )
})

test('a group holds approvals of one switch and one kind, no fewer and no more than fit', () => {
  fc.assert(
    fc.property(anyThings, (things) => {
      for (const entry of groupWaiting(things).flatMap(({ entries }) => entries)) {
        if (entry.type === 'one') {
          expect(entry.also.every(({ asked }) => asked.type === 'limit')).toBe(true)
          continue
        }
        const kinds = entry.things.map(
          ({ asked: { approval } }) => `${approval.action} ${approval.subject.type}`,
        )
        expect(new Set(kinds).size).toBe(1)
        expect(['edit', 'command', 'delete', 'read']).toContain(entry.action)
        expect(entry.things.length).toBeGreaterThanOrEqual(fewestAlike)
        expect(entry.things.length).toBeLessThanOrEqual(mostAlike)
      }
    }),
  )
})

test('trees, entries and things within them stand in the order of what is most urgent in them', () => {
  const inOrder = (list: readonly (Waiting | undefined)[]) =>
    list.every((one, at) => {
      const before = list[at - 1]
      return before === undefined || one === undefined || compareWaiting(before, one) < 0
    })
  fc.assert(
    fc.property(anyThings, (things) => {
      const trees = groupWaiting(things)
      expect(inOrder(trees.map(({ entries: [first] }) => first && thingsOf(first)[0]))).toBe(true)
      for (const { entries } of trees)
        for (const entry of entries) expect(inOrder(thingsOf(entry))).toBe(true)
      // The order of what was drawn plays no part.
      expect(groupWaiting([...things].reverse())).toEqual(trees)
    }),
  )
})

test('seven edits are one entry, two are two, and a limit that paused three tasks is one', () => {
  const edits = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((name, at) => thing('edit', name, '2', at))
  const [tree] = groupWaiting([
    ...edits,
    thing('command', 'x', '3', 0),
    thing('command', 'y', '3', 1),
    ...['1', '2', '3'].map((task) => thing('limit', task, task, 0)),
  ])
  expect(tree?.entries.map((entry) => [entry.type, thingsOf(entry).length])).toEqual([
    ['one', 1],
    ['one', 1],
    ['alike', 7],
    ['one', 3],
  ])
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createNavigation, type Pane } from './navigation.ts'
import { createVisited, type Step } from './visited.ts'

/** A centre that brings to the front what it is asked for. */
function begin(gone: (step: Step) => boolean = () => false) {
  const navigation = createNavigation()
  const visited = createVisited(navigation, (step) => !gone(step))
  const open = (pane: Pane) => navigation.setFront(pane)
  const attach = () =>
    navigation.attach({
      open,
      split: () => {},
      closeFront: () => {},
      reopen: () => {},
      goTo: () => {},
      zoom: () => {},
      nextSplit: () => {},
    })
  navigation.setWorkspace('wsp_1' as never)
  attach()
  const task = (name: string): Pane => ({ type: 'task', taskId: name as never })
  const front = () => {
    const pane = navigation.store.getState().front
    return pane?.type === 'task' ? pane.taskId : (pane?.type ?? null)
  }
  return { navigation, visited, open, attach, task, front }
}

test('back and forward go through what was in front; a new way drops what lay ahead', () => {
  const { visited, open, task, front } = begin()
  expect(visited.can(-1)).toBe(false)
  for (const name of ['a', 'b', 'b', 'c']) open(task(name))
  visited.go(-1)
  expect(front()).toBe('b')
  visited.go(-1)
  expect([front(), visited.can(-1), visited.can(1)]).toEqual(['a', false, true])
  visited.go(1)
  open(task('d'))
  expect([front(), visited.can(1)]).toEqual(['d', false])
  visited.go(-1)
  expect(front()).toBe('b')
})

test('what is gone is passed over, and does not count as somewhere to go', () => {
  const gone = new Set<string>()
  const { visited, open, task, front } = begin(
    ({ pane }) => pane.type === 'task' && gone.has(String(pane.taskId)),
  )
  for (const name of ['a', 'b', 'c']) open(task(name))
  gone.add('b')
  visited.go(-1)
  expect(front()).toBe('a')
  gone.add('c')
  expect(visited.can(1)).toBe(false)
  visited.go(1)
  expect(front()).toBe('a')
})

test('the way back leads into another workspace, whose centre comes later', () => {
  const { navigation, visited, open, attach, task, front } = begin()
  open(task('a'))
  navigation.setWorkspace('wsp_2' as never)
  attach()
  open(task('z'))
  visited.go(-1)
  expect(navigation.store.getState().workspaceId).toBe('wsp_1')
  attach()
  expect([front(), visited.can(-1), visited.can(1)]).toEqual(['a', false, true])
})

test('whatever is opened, going back as often as possible and forward again leads to where one was', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 120 }), (names) => {
      const { visited, open, task, front } = begin()
      for (const name of names) open(task(name))
      const last = front()
      let back = 0
      for (; visited.can(-1); back++) visited.go(-1)
      for (let forward = 0; forward < back; forward++) visited.go(1)
      expect([front(), visited.can(1)]).toEqual([last, false])
      expect(back).toBeLessThan(100)
    }),
  )
})

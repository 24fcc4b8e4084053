import { expect, test } from 'vitest'
import { createStore } from 'zustand/vanilla'
import type { TaskId } from '../../contract/ids.ts'
import { reduceTask } from '../../contract/reduce-task.ts'
import type { TaskSummary } from '../../contract/task-summary.ts'
import type { TaskView } from '../../contract/task-view.ts'
import { applyTreeFrame, countWaiting, emptyTree } from '../state/tree-index.ts'
import type { TreeState } from '../state/tree-store.ts'
import { aTask } from '../testing/a-task.ts'
import { coderLog } from '../testing/coder-log.ts'
import { createInboxSource } from './inbox-source.ts'

/** An inbox over `many` roots that wait, with a count of who is followed. */
function anInbox(many: number) {
  const all = Array.from({ length: many }, (_, at) =>
    aTask(`${1000 + at}`, { status: 'awaiting_approval', activity: 'asks to run ls', updatedAt: at }),
  )
  const tree = createStore<TreeState>(() => ({
    ...applyTreeFrame(emptyTree, { type: 'snapshot', tasks: all }),
    ready: true,
  }))
  const stores = new Map<TaskId, ReturnType<typeof empty>>()
  const empty = () => createStore(() => ({ status: 'loading', error: null, damage: null, view: null }))
  const of = (taskId: TaskId) => {
    const store = stores.get(taskId) ?? empty()
    stores.set(taskId, store)
    return store
  }
  const followed = new Set<TaskId>()
  const watch = (taskId: TaskId) => {
    followed.add(taskId)
    return () => void followed.delete(taskId)
  }
  const source = createInboxSource({ tasks: { of, watch }, tree: { store: tree } } as never)
  const change = (tasks: TaskSummary[]) =>
    tree.setState({
      ...applyTreeFrame(tree.getState(), { type: 'changed', tasks, removed: [] }),
      ready: true,
    })
  const shown = () => source.store.getState().trees.flatMap(({ entries }) => entries)
  return { all, tree, source, followed, change, shown, of }
}

const idOf = (task: TaskSummary | undefined): TaskId => task?.id ?? ('' as TaskId)

test('two hundred that wait are listed, and none is followed that was not looked at', () => {
  const { source, followed, shown, all, tree } = anInbox(200)
  expect(shown()).toHaveLength(200)
  expect(countWaiting(tree.getState().tasks.values())).toBe(200)
  expect(followed.size).toBe(0)
  source.look([idOf(all[3]), idOf(all[4]), idOf(all[3])])
  expect([...followed]).toEqual(['tsk_1003', 'tsk_1004'])
  source.dispose()
  expect(followed.size).toBe(0)
})

test('who was answered leaves the list at once, and is followed on until it ends', () => {
  const { source, followed, shown, all, change } = anInbox(2)
  source.look([idOf(all[0])])
  change([{ ...(all[0] as TaskSummary), status: 'in_progress' }])
  expect(shown().map(({ key }) => key)).toEqual(['tsk_1001 unread'])
  expect([...followed]).toEqual(['tsk_1000'])
  change([{ ...(all[0] as TaskSummary), status: 'completed' }])
  expect(followed.size).toBe(0)
})

test('a look tells what is asked, and an answer that was not taken is told of that thing alone', () => {
  const { source, shown, all, of } = anInbox(2)
  source.look([idOf(all[0])])
  const view = coderLog.reduce<TaskView | null>(reduceTask, null)
  of(idOf(all[0])).setState({ status: 'ready', view } as never)
  expect(
    shown()
      .map(({ key }) => key)
      .sort(),
  ).toEqual(['apr_1', 'tsk_1001 unread'])
  source.tell(['apr_0', 'apr_1'], new Map([['apr_1', 'It changed.']]))
  expect([...source.store.getState().problems]).toEqual([['apr_1', 'It changed.']])
  source.tell(['apr_1'], new Map())
  expect(source.store.getState().problems.size).toBe(0)
})

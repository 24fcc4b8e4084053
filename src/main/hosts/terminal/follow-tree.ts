import type { Health } from '../../../contract/health.ts'
import type { TaskId } from '../../../contract/ids.ts'
import type { TaskEvent } from '../../../contract/task-event.ts'
import { isEnded, type TaskStatus } from '../../../contract/task-status.ts'
import type { TaskSummary } from '../../../contract/task-summary.ts'
import type { App } from '../../app.ts'

/** How following a tree ended: its root as it stands, and the tasks that wait for a person. */
export type TreeEnd = { root: TaskSummary; waiting: TaskSummary[] }

/** What of a task does not change while it is followed. */
export type Member = Pick<TaskSummary, 'displayId' | 'depth'>

/** How often it is looked whether all has stopped, while nothing can be stored. */
const stuckMs = 250

const atWork: TaskStatus[] = ['queued', 'in_progress']

/**
 * Sets a tree to work by `begin`, which returns its root, hands on every event of it as it happens, and
 * resolves when nothing in it can go on by itself: everything has ended, or what is left waits for a
 * person.
 */
export async function followTree(
  { engine, store }: Pick<App, 'engine' | 'store'>,
  begin: () => TaskId | Promise<TaskId>,
  onEvent: (event: TaskEvent, task: Member) => void,
): Promise<TreeEnd> {
  /** What is known of the tree's tasks; null until a task's first event has come, and after it was moved. */
  const members = new Map<TaskId, Member | null>()
  const early: TaskEvent[] = []
  let rootId: TaskId | null = null
  let finish: (end: TreeEnd) => void = () => {}
  const ended = new Promise<TreeEnd>((resolve) => {
    finish = resolve
  })

  function check(): void {
    const tasks = rootId === null ? [] : store.tasks.subtree(rootId)
    const root = tasks[0]
    if (root === undefined) return
    // While nothing can be stored, a task may be stopped that still is said to be at work.
    const isStuck = (id: TaskId) => !passes(store.health.now()) && !engine.isRunning(id)
    if (tasks.some(({ id, status }) => atWork.includes(status) && !isStuck(id))) return
    const open = tasks.filter(({ status }) => !isEnded(status))
    finish({ root, waiting: open.filter(({ status }) => status !== 'awaiting_subtask') })
  }

  function take(event: TaskEvent): void {
    const { body, taskId } = event
    if (body.type === 'task.created' && body.parentId !== null && members.has(body.parentId))
      members.set(taskId, null)
    if (!members.has(taskId)) return
    const task = (body.type === 'task.moved' ? null : members.get(taskId)) ?? store.tasks.get(taskId)
    if (task === null) return
    members.set(taskId, task)
    onEvent(event, task)
  }

  const stop = engine.listen((events) => {
    if (rootId === null) early.push(...events)
    else for (const event of events) take(event)
    // A change is followed by the work it sets off: only after that is it known what is left.
    if (events.some(({ body }) => body.type === 'status.changed')) setImmediate(check)
  })
  let looking: NodeJS.Timeout | undefined
  const stopHealth = store.health.listen((health) => {
    clearInterval(looking)
    // Nothing is committed then that would say that the last loop has ended.
    if (!passes(health)) looking = setInterval(check, stuckMs)
  })
  try {
    rootId = await begin()
    for (const { id } of store.tasks.subtree(rootId)) members.set(id, null)
    for (const event of early) take(event)
    setImmediate(check)
    return await ended
  } finally {
    // A look that is still to come finds nothing to look at: the store may be closed by then.
    rootId = null
    stop()
    stopHealth()
    clearInterval(looking)
  }
}

/** Whether storing works, or will by itself. */
const passes = ({ trouble }: Health): boolean => trouble === null || trouble.kind === 'busy'

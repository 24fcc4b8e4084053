import type { TaskSummary } from '../../contract/task-summary.ts'
import type { TaskView, ToolCallView } from '../../contract/task-view.ts'
import { applyTreeFrame, emptyTree, type TreeIndex } from '../state/tree-index.ts'
import { aTask } from './a-task.ts'

/** A call for tests. One that began has a child, `tsk_<name>`. Times are epoch ms. */
export type SomeCall = {
  name: string
  /** Another tool's call, which is no subtask. */
  tool?: string
  dependsOn?: string[]
  background?: boolean
  status?: ToolCallView['status']
  start?: number
  end?: number
  /** When the call got its result, if not when the subtask ended. */
  finished?: number
  outcome?: NonNullable<ToolCallView['subtask']>['outcome']
  child?: Partial<TaskSummary> | null
}

/** A task `tsk_1` with turns of calls, each turn asked for at `at`, and the tree around it. */
export function aPlan(turns: readonly { at: number; calls: readonly SomeCall[] }[]): {
  view: TaskView
  tree: TreeIndex
} {
  const tasks: TaskSummary[] = [aTask('1', { status: 'awaiting_subtask' })]
  const calls: Record<string, ToolCallView> = {}
  const items = turns.map(({ at, calls: called }, turn) => {
    for (const one of called) {
      calls[`cal_${one.name}`] = callOf(one, `trn_${turn}`)
      if (one.start === undefined || one.child === null) continue
      const status = one.outcome ?? 'in_progress'
      const updatedAt = one.end ?? one.start
      const facts = { parentId: '1', title: one.name, status, createdAt: one.start, updatedAt, ...one.child }
      tasks.push(aTask(one.name, facts as never))
    }
    const callIds = called.map(({ name }) => `cal_${name}`)
    return { type: 'turn', id: `trn_${turn}`, at, state: 'committed', callIds, durationMs: 0 }
  })
  const view = { id: 'tsk_1', displayId: 'TL-1', status: 'awaiting_subtask', items, calls, updatedAt: 0 }
  return { view: view as never, tree: applyTreeFrame(emptyTree, { type: 'snapshot', tasks }) }
}

function callOf(
  { name, tool = 'new_task', dependsOn, background = false, status, start, end, finished, outcome }: SomeCall,
  turnId: string,
): ToolCallView {
  const over = finished ?? (background ? start : end) ?? null
  const receipt = end === undefined || start === undefined ? null : { durationMs: end - start, cost: null }
  const subtask = {
    ...{ childId: `tsk_${name}`, childDisplayId: `TL-${name}`, mode: 'code', message: `Do ${name}.\nNow.` },
    ...{ background, outcome: outcome ?? null, summary: null, checks: null, receipt },
  }
  return {
    ...{ callId: `cal_${name}`, turnId, name: tool, approval: null, result: null },
    arguments: JSON.stringify({
      name,
      mode: 'code',
      message: `Do ${name}.\nNow.`,
      depends_on: dependsOn,
      background,
    }),
    status: status ?? (over === null ? (start === undefined ? 'pending' : 'running') : 'finished'),
    subtask: start === undefined ? null : subtask,
    ...{ outcome: over === null ? null : 'ok', startedAt: start ?? null, finishedAt: over },
  } as never
}

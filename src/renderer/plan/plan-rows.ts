import type { TaskId } from '../../contract/ids.ts'
import type { Plan, PlanNode } from './plan.ts'

/** How far a task's plan is known. */
export type PlanEntry = { status: 'loading' | 'ready' | 'failed'; error: string | null; plan: Plan | null }

/** A line of the timeline: a subtask, or what stands where a task's subtasks are yet to come. */
export type PlanRow =
  | {
      type: 'node'
      /** The same for the same subtask at the same place, whatever changes about it. */
      id: string
      /** 0 for the plan's own task's subtasks. */
      level: number
      parent: string | null
      node: PlanNode
      /** The plan that the subtask is part of. */
      plan: Plan
      /** Whether its own subtasks are shown; null when it has none. */
      expanded: boolean | null
      /** From 1, and how many there are beside it. */
      place: number
      of: number
      /** Whether it stands on its plan's critical path. */
      critical: boolean
      /** Whether it is the first of a turn that waited for others. */
      turns: boolean
    }
  | { type: 'note'; id: string; level: number; parent: string; taskId: TaskId; entry: PlanEntry }

/** The lines from top to bottom. Subtasks of those in `open` are shown below them. */
export function planRows(
  entries: ReadonlyMap<TaskId, PlanEntry>,
  open: ReadonlySet<TaskId>,
  rootId: TaskId,
): PlanRow[] {
  const rows: PlanRow[] = []
  add(rootId, 0, null, new Set())
  return rows

  function add(taskId: TaskId, level: number, parent: string | null, above: ReadonlySet<TaskId>): void {
    const entry = entries.get(taskId)
    const plan = entry?.plan ?? null
    if (entry !== undefined && parent !== null && (plan === null || plan.nodes.length === 0)) {
      rows.push({ type: 'note', id: `${parent}/note`, level, parent, taskId, entry })
    }
    if (plan === null) return
    const critical = new Set(plan.critical)
    const firsts = new Set(
      plan.groups.flatMap(({ callIds, after }) => (after.length > 0 ? callIds.slice(0, 1) : [])),
    )
    const within = new Set([...above, taskId])
    plan.nodes.forEach((node, at) => {
      const { callId, childId } = node
      const unfolds = childId !== null && node.opens && node.subtasks > 0 && !within.has(childId)
      const expanded = unfolds ? open.has(childId) : null
      const id = parent === null ? callId : `${parent}/${callId}`
      rows.push({
        ...{ type: 'node', id, level, parent, node, plan, expanded, place: at + 1, of: plan.nodes.length },
        ...{ critical: critical.has(callId), turns: firsts.has(callId) },
      })
      if (expanded === true && childId !== null) add(childId, level + 1, id, within)
    })
  }
}

/** From the first moment that lines show to the last, in epoch ms; `to` is null where something goes on. */
export function spanOf(rows: readonly PlanRow[]): { from: number; to: number | null } | null {
  let [from, to, goesOn] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, false]
  for (const row of rows) {
    if (row.type !== 'node') continue
    for (const segment of row.node.segments) {
      from = Math.min(from, segment.from)
      if (segment.to === null) goesOn = true
      else to = Math.max(to, segment.to)
    }
  }
  if (from === Number.POSITIVE_INFINITY) return null
  return { from, to: goesOn ? null : to }
}

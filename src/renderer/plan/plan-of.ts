import type { CallId } from '../../contract/ids.ts'
import { readWish } from '../../contract/subtask-wish.ts'
import type { TaskView, ToolCallView, TranscriptItem } from '../../contract/task-view.ts'
import { criticalPath } from './critical-path.ts'
import type { Plan, PlanGroup, PlanNode } from './plan.ts'
import { type ModeNames, type PlanTree, planNode } from './plan-node.ts'

/**
 * A task's subtasks as a plan: every `new_task` call once, in the model's order, what each waited for, and which
 * chain of them is the longest at `now` (epoch ms). Pure.
 */
export function planOf(view: TaskView, tree: PlanTree, now: number, modeName: ModeNames = () => null): Plan {
  const nodes: PlanNode[] = []
  const groups: PlanGroup[] = []
  for (const item of view.items) {
    if (item.type !== 'turn') continue
    const asked = item.at + (item.durationMs ?? 0)
    const parts = partsOf(view, item)
    const dependencies = dependenciesOf(parts)
    for (const part of parts) {
      groups.push({ turnId: item.id, at: asked, callIds: part.map(({ callId }) => callId), after: [] })
      for (const call of part) {
        const dependsOn = dependencies.get(call.callId) ?? []
        const open = dependsOn.filter((id) => view.calls[id]?.status !== 'finished')
        nodes.push(planNode(view, call, tree, { asked, dependsOn, open, modeName }))
      }
    }
  }
  joinGroups(view, nodes, groups)
  return { nodes, groups, critical: criticalPath(nodes, groups, now) }
}

/** The calls for subtasks of a turn, cut where another call made those behind it wait for those before. */
function partsOf(view: TaskView, { callIds }: Extract<TranscriptItem, { type: 'turn' }>): ToolCallView[][] {
  const parts: ToolCallView[][] = []
  let open = false
  for (const callId of callIds) {
    const call = view.calls[callId]
    if (call === undefined) continue
    if (call.name !== 'new_task') open = false
    else if (open) parts.at(-1)?.push(call)
    else {
      parts.push([call])
      open = true
    }
  }
  return parts
}

/**
 * What each call of a turn depends on by name. What cannot be met is left out, and the engine refuses it: a call of a
 * later part, and whatever would close a circle.
 */
function dependenciesOf(parts: readonly ToolCallView[][]): Map<CallId, CallId[]> {
  const calls = parts.flatMap((part, at) => part.map((call) => ({ call, at, wish: readWish(call) })))
  const dependencies = new Map<CallId, CallId[]>(calls.map(({ call }) => [call.callId, []]))
  const byName = new Map<string, number[]>()
  calls.forEach(({ wish }, index) => {
    if (wish.name !== null) byName.set(wish.name, [...(byName.get(wish.name) ?? []), index])
  })
  const backward: [from: number, to: number][] = []
  const add = (from: number, to: number) => {
    const [one, other] = [calls[from], calls[to]]
    if (one !== undefined && other !== undefined) dependencies.get(one.call.callId)?.push(other.call.callId)
  }
  calls.forEach(({ wish, at }, index) => {
    const wanted = new Set(wish.dependsOn.flatMap((name) => byName.get(name) ?? []))
    for (const other of wanted) {
      if (other < index) add(index, other)
      else if (other > index && calls[other]?.at === at) backward.push([index, other])
    }
  })
  // What points forward in the order of the calls closes no circle; the rest is looked at one by one.
  for (const [from, to] of backward) {
    const [one, other] = [calls[from]?.call.callId, calls[to]?.call.callId]
    if (one !== undefined && other !== undefined && !leadsTo(dependencies, other, one)) add(from, to)
  }
  return dependencies
}

function leadsTo(dependencies: ReadonlyMap<CallId, readonly CallId[]>, from: CallId, to: CallId): boolean {
  const seen = new Set<CallId>()
  const rest = [from]
  for (let at = rest.pop(); at !== undefined; at = rest.pop()) {
    if (at === to) return true
    if (seen.has(at)) continue
    seen.add(at)
    rest.push(...(dependencies.get(at) ?? []))
  }
  return false
}

/** Finds what every group waited for: of all that was back before it and held its parent up, the ends of the chains. */
function joinGroups(view: TaskView, nodes: readonly PlanNode[], groups: readonly PlanGroup[]): void {
  const byId = new Map(nodes.map((node) => [node.callId, node]))
  const waits = Object.values(view.calls).filter(({ name }) => name === 'wait_for_subtask')
  const before = new Map<CallId, readonly CallId[]>()
  for (const group of groups) {
    const awaited = [...before.keys()].filter((id) => {
      const [node, call] = [byId.get(id), view.calls[id]]
      if (node === undefined || call === undefined) return false
      return wasAwaited(call, node, waits, call.turnId === group.turnId ? null : group.at)
    })
    const passed = new Set(awaited.flatMap((id) => before.get(id) ?? []))
    group.after.push(...awaited.filter((id) => !passed.has(id)))
    for (const id of group.callIds) before.set(id, [...group.after, ...(byId.get(id)?.dependsOn ?? [])])
  }
}

/** How much a receipt's time and a call's may differ, in ms, and still tell of the same return. */
const slack = 500

/** Whether a later turn, or with null a later call of the same turn, had to wait for a subtask. */
function wasAwaited(
  { finishedAt }: ToolCallView,
  node: PlanNode,
  waits: readonly ToolCallView[],
  turnAt: number | null,
): boolean {
  const returned =
    finishedAt !== null && (node.end === null ? node.start === null : finishedAt >= node.end - slack)
  // Calls of one turn wait for whatever of it stands before them, whether it is back by now or not.
  if (turnAt === null && !node.background) return finishedAt === null || returned
  if (turnAt === null || (node.end ?? finishedAt ?? Number.POSITIVE_INFINITY) > turnAt) return false
  if (!node.background && returned) return true
  return waits.some((wait) => {
    const whom = readSubtask(wait)
    const inTime = wait.finishedAt !== null && wait.finishedAt <= turnAt
    return inTime && wait.outcome === 'ok' && (whom === null || whom === node.displayId)
  })
}

function readSubtask(call: ToolCallView): string | null {
  try {
    const { subtask } = JSON.parse(call.arguments) as { subtask?: unknown }
    return typeof subtask === 'string' ? subtask.trim() : null
  } catch {
    return null
  }
}

import type { CallId } from '../../contract/ids.ts'
import type { PlanGroup, PlanNode } from './plan.ts'

/** What must have returned before a subtask could begin: by name, and as its turn came after theirs. */
export function predecessorsOf(
  nodes: readonly PlanNode[],
  groups: readonly PlanGroup[],
): ReadonlyMap<CallId, readonly CallId[]> {
  const after = new Map(groups.flatMap((group) => group.callIds.map((id) => [id, group.after] as const)))
  return new Map(nodes.map((node) => [node.callId, [...node.dependsOn, ...(after.get(node.callId) ?? [])]]))
}

type Span = Pick<PlanNode, 'start' | 'end' | 'stillSince'>

/** Up to when a subtask's time counts (epoch ms). */
export function untilOf({ end, stillSince }: Span, now: number): number {
  return end ?? stillSince ?? now
}

/** How long a subtask has been open, in ms: 0 before its start, and no more once it stands still. */
export function timeOf(node: Span, now: number): number {
  return node.start === null ? 0 : Math.max(0, untilOf(node, now) - node.start)
}

/**
 * The chain of subtasks that waited for each other whose times sum up to the most, from its first to its last. Empty
 * as long as nothing took any time.
 */
export function criticalPath(
  nodes: readonly PlanNode[],
  groups: readonly PlanGroup[],
  now: number,
): CallId[] {
  const byId = new Map(nodes.map((node) => [node.callId, node]))
  const before = predecessorsOf(nodes, groups)
  const longest = new Map<CallId, { time: number; from: CallId | null }>()

  // From the first on, without recursion: a chain may be as long as a plan.
  const rest = [...byId.keys()].reverse()
  for (let id = rest.at(-1); id !== undefined; id = rest.at(-1)) {
    const node = byId.get(id)
    const missing = (before.get(id) ?? []).filter((other) => byId.has(other) && !longest.has(other))
    if (node === undefined || longest.has(id)) rest.pop()
    else if (missing.length > 0) rest.push(...missing)
    else {
      let [time, from]: [number, CallId | null] = [0, null]
      for (const other of before.get(id) ?? []) {
        const { time: there } = longest.get(other) ?? { time: 0 }
        if (there > time) [time, from] = [there, other]
      }
      longest.set(id, { time: time + timeOf(node, now), from })
      rest.pop()
    }
  }

  let [last, time]: [CallId | null, number] = [null, 0]
  for (const [id, path] of longest) if (path.time > time) [last, time] = [id, path.time]
  const callIds: CallId[] = []
  for (let id = last; id !== null; id = longest.get(id)?.from ?? null) callIds.unshift(id)
  return callIds
}

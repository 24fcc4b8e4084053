import { Graph, layout } from '@dagrejs/dagre'
import type { CallId } from '../../contract/ids.ts'
import type { PlanGroup, PlanNode } from './plan.ts'

/** Size of a node in pixels. */
export const nodeSize = { width: 232, height: 80 }

/** What of a plan its graph depends on. */
export type GraphShape = {
  nodes: readonly Pick<PlanNode, 'callId' | 'dependsOn'>[]
  groups: readonly Pick<PlanGroup, 'callIds' | 'after'>[]
}

type Point = { x: number; y: number }

/** An arrow between two nodes, or between a node and the point where a turn waited for several. */
export type GraphEdge = {
  id: string
  points: readonly Point[]
  /** Null where that end is a joint. */
  from: CallId | null
  to: CallId | null
  /** The subtasks of the group that it leads into by way of a joint, or out of one; else empty. */
  into: readonly CallId[]
}

/** Where everything of a graph stands, in pixels: nodes by their upper left corner, joints by their middle. */
export type GraphLayout = {
  width: number
  height: number
  nodes: ReadonlyMap<CallId, Point>
  joints: readonly (Point & { id: string })[]
  edges: readonly GraphEdge[]
}

type Link = Omit<GraphEdge, 'points'> & { ends: [string, string] }

/**
 * Lays a plan out in layers from left to right. Where several subtasks waited for several others, as the turns of
 * their parent do, the arrows run through one joint.
 */
export function layoutGraph({ nodes, groups }: GraphShape): GraphLayout {
  const graph = new Graph()
  graph.setGraph({ rankdir: 'LR', nodesep: 20, ranksep: 64, marginx: 20, marginy: 20 })
  graph.setDefaultEdgeLabel(() => ({}))
  for (const { callId } of nodes) graph.setNode(callId, { ...nodeSize })

  const joints: string[] = []
  const links = linksOf({ nodes, groups }, (id) => {
    joints.push(id)
    graph.setNode(id, { width: 12, height: 12 })
  })
  for (const { ends } of links) graph.setEdge(...ends)
  layout(graph)

  const middle = (id: string) => {
    const { x = 0, y = 0 } = graph.node(id) as Partial<Point>
    return { x, y }
  }
  const { width = 0, height = 0 } = graph.graph() as { width?: number; height?: number }
  return {
    width: Math.ceil(width),
    height: Math.ceil(height),
    nodes: new Map(
      nodes.map(({ callId }) => {
        const { x, y } = middle(callId)
        return [callId, { x: x - nodeSize.width / 2, y: y - nodeSize.height / 2 }]
      }),
    ),
    joints: joints.map((id) => ({ id, ...middle(id) })),
    edges: links.map(({ ends, ...link }) => {
      const { points = [] } = graph.edge(...ends) as { points?: Point[] }
      return { ...link, points }
    }),
  }
}

function linksOf({ nodes, groups }: GraphShape, addJoint: (id: string) => void): Link[] {
  const byId = new Map(nodes.map((node) => [node.callId, node]))
  const links: Link[] = []
  const link = (one: string, other: string, more: Omit<GraphEdge, 'points' | 'id'>) =>
    links.push({ id: `${one} ${other}`, ends: [one, other], ...more })

  for (const node of nodes) {
    for (const from of node.dependsOn) link(from, node.callId, { from, to: node.callId, into: [] })
  }
  groups.forEach(({ callIds, after }, at) => {
    const within = new Set(callIds)
    // The others of the group come after these.
    const first = callIds.filter((id) => !byId.get(id)?.dependsOn.some((other) => within.has(other)))
    if (after.length === 0) return
    if (after.length === 1 || first.length === 1) {
      for (const from of after) for (const to of first) link(from, to, { from, to, into: [] })
      return
    }
    const joint = `joint ${at}`
    addJoint(joint)
    for (const from of after) link(from, joint, { from, to: null, into: first })
    for (const to of first) link(joint, to, { from: null, to, into: first })
  })
  // Two ways of waiting for the same subtask are one arrow.
  return [...new Map(links.map((one) => [one.id, one])).values()]
}

/** Whether an arrow is part of the critical path. */
export function isCritical({ from, to, into }: GraphEdge, critical: readonly CallId[]): boolean {
  return critical.some((id, at) => {
    const next = critical[at + 1]
    if (next === undefined) return false
    if (from !== null && to !== null) return from === id && to === next
    return from === null ? to === next && !into.includes(id) : from === id && into.includes(next)
  })
}

/** A soft line through the points, as an SVG path. */
export function pathOf(points: readonly Point[]): string {
  const [first, ...rest] = points
  if (first === undefined) return ''
  let before = first
  let path = `M${first.x},${first.y}`
  for (const point of rest) {
    const half = (before.x + point.x) / 2
    path += `C${half},${before.y} ${half},${point.y} ${point.x},${point.y}`
    before = point
  }
  return path
}

/** The node that an arrow key leads to from another: the nearest in that direction, or null. */
export function neighbourIn(
  nodes: ReadonlyMap<CallId, Point>,
  from: CallId,
  key: 'ArrowLeft' | 'ArrowRight' | 'ArrowUp' | 'ArrowDown',
): CallId | null {
  const here = nodes.get(from)
  if (here === undefined) return null
  const across = key === 'ArrowLeft' || key === 'ArrowRight'
  const sign = key === 'ArrowRight' || key === 'ArrowDown' ? 1 : -1
  let [best, least]: [CallId | null, number] = [null, Number.POSITIVE_INFINITY]
  for (const [id, { x, y }] of nodes) {
    const [along, aside] = across
      ? [(x - here.x) * sign, Math.abs(y - here.y)]
      : [(y - here.y) * sign, Math.abs(x - here.x)]
    // Up and down stay in the layer; a layer further on comes after whatever is nearer.
    if (along <= 1 || (!across && aside > nodeSize.width / 2)) continue
    const distance = along * (across ? 4 : 1) + aside
    if (distance < least) [best, least] = [id, distance]
  }
  return best
}

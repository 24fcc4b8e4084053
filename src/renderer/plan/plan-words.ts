import { formatDuration, formatWhen } from '../chat/format-time.ts'
import { formatCost } from '../ui/format-cost.ts'
import { statusInfo, type Tone } from '../ui/status-info.ts'
import { timeOf } from './critical-path.ts'
import type { Plan, PlanNode, PlanStatus } from './plan.ts'

/** How a subtask's status is told: its colour and its words. */
export const planStatusInfo: Record<PlanStatus, { tone: Tone; label: string }> = {
  ...statusInfo,
  waiting: { tone: 'subtask', label: 'Waiting to start' },
  not_started: { tone: 'idle', label: 'Not started' },
  gone: { tone: 'idle', label: 'Deleted' },
}

/** What a subtask is called in a sentence: its ID, or its title as long as it has none. */
export function nameOf({ displayId, title }: Pick<PlanNode, 'displayId' | 'title'>): string {
  return displayId ?? `“${title}”`
}

/** What a subtask that has not begun waits for, or ''. */
export function waitsForWords({ waitsFor }: PlanNode, { nodes }: Pick<Plan, 'nodes'>): string {
  switch (waitsFor?.type) {
    case undefined:
      return ''
    case 'approval':
      return 'needs your approval'
    case 'person':
      return 'asks you what became of it'
    case 'turn':
      return 'for its turn'
    case 'subtasks':
      return `depends on ${namesOf(waitsFor.callIds, nodes)}`
    default: {
      const unknown: never = waitsFor as never
      return unknown
    }
  }
}

/** Names of subtasks as they stand in a sentence: `TL-2, TL-3 and TL-4`. */
export function namesOf(callIds: readonly PlanNode['callId'][], nodes: readonly PlanNode[]): string {
  const names = callIds.flatMap((id) => {
    const node = nodes.find((one) => one.callId === id)
    return node === undefined ? [] : [nameOf(node)]
  })
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
}

/** How it stands, with what for: `Waiting to start: depends on TL-2`. */
export function statusWords(node: PlanNode, plan: Pick<Plan, 'nodes'>): string {
  const { label } = planStatusInfo[node.status]
  const more = node.status === 'waiting' ? waitsForWords(node, plan) : node.words
  return more === '' ? label : `${label}: ${more}`
}

/** Everything that a bar or a node shows, in words: its name for those who do not see it. */
export function nodeWords(node: PlanNode, plan: Plan, now: number): string {
  const { start, end, stillSince, cost, dependsOn } = node
  const dependsElsewhere = dependsOn.length > 0 && node.waitsFor?.type !== 'subtasks'
  return [
    `${node.displayId ?? ''} ${node.title}`.trim(),
    node.modeName,
    node.background ? 'in the background' : '',
    statusWords(node, plan),
    start === null
      ? ''
      : end === null && stillSince === null
        ? `since ${formatWhen(start, now)}`
        : `took ${formatDuration(timeOf(node, now))}`,
    cost === null ? '' : `cost ${formatCost(cost)}`,
    dependsElsewhere ? `depended on ${namesOf(dependsOn, plan.nodes)}` : '',
    node.subtasks === 0 ? '' : node.subtasks === 1 ? '1 subtask' : `${node.subtasks} subtasks`,
    plan.critical.includes(node.callId) ? 'on the critical path' : '',
  ]
    .filter(Boolean)
    .join(', ')
}

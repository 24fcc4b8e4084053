import type { TaskId, WorkspaceId } from '../../contract/ids.ts'
import type { Client } from '../connection/connection.ts'

/** The parts of the inspector. */
export const inspectorTabs = ['todo', 'changes', 'terminal', 'receipts', 'context'] as const
export type InspectorTab = (typeof inspectorTabs)[number]

/** The ways in which a task's plan is shown. */
export const planViews = ['timeline', 'graph'] as const
export type PlanView = (typeof planViews)[number]

/** How one workspace's window is arranged: what is kept between runs. Widths in pixels. */
export type Layout = {
  left: { open: boolean; width: number }
  /** `subtree`: whether changes are shown with those of subtasks. */
  right: { open: boolean; width: number; tab: InspectorTab; subtree?: boolean }
  /** Tasks whose subtasks are folded away in the tree. */
  collapsed: TaskId[]
  /** How plans are shown. */
  plan: PlanView
  /** The centre's tabs and splits as dockview wrote them, or null for none. */
  panes: unknown
}

/** How wide the side bars may be. */
export const leftWidths = { least: 200, most: 560, first: 316 }
export const rightWidths = { least: 240, most: 720, first: 320 }

const mostCollapsed = 5000

/** How a workspace looks that was never opened before. */
export const firstLayout: Layout = {
  left: { open: true, width: leftWidths.first },
  right: { open: true, width: rightWidths.first, tab: 'todo' },
  collapsed: [],
  plan: 'timeline',
  panes: null,
}

/** What was kept, as far as it can be read: whatever is missing or odd is as at first. Never throws. */
export function parseLayout(json: string | null): Layout {
  const kept = asObject(parse(json))
  const left = asObject(kept.left)
  const right = asObject(kept.right)
  const collapsed = Array.isArray(kept.collapsed) ? kept.collapsed : []
  return {
    left: { open: asFlag(left.open, firstLayout.left.open), width: asWidth(left.width, leftWidths) },
    right: {
      open: asFlag(right.open, firstLayout.right.open),
      width: asWidth(right.width, rightWidths),
      tab: inspectorTabs.find((tab) => tab === right.tab) ?? firstLayout.right.tab,
      ...(right.subtree === true ? { subtree: true } : {}),
    },
    collapsed: collapsed.filter((id): id is TaskId => typeof id === 'string').slice(-mostCollapsed),
    plan: planViews.find((view) => view === kept.plan) ?? firstLayout.plan,
    panes: kept.panes ?? null,
  }
}

function parse(json: string | null): unknown {
  if (json === null) return null
  try {
    return JSON.parse(json)
  } catch {
    return null
  }
}

function asObject(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}

function asFlag(value: unknown, otherwise: boolean): boolean {
  return typeof value === 'boolean' ? value : otherwise
}

function asWidth(value: unknown, { least, most, first }: typeof leftWidths): number {
  return typeof value === 'number' && Number.isFinite(value)
    ? Math.min(most, Math.max(least, Math.round(value)))
    : first
}

const layoutKey = (workspaceId: WorkspaceId): string => `window:${workspaceId}`
const lastWorkspaceKey = 'last-workspace'

/** Narrower windows begin without the inspector, in pixels. */
export const roomyWidth = 1200

/** Reads what was kept for a workspace, or how a window of this width begins. */
export async function loadLayout(
  client: Client,
  workspaceId: WorkspaceId,
  windowWidth: number,
): Promise<Layout> {
  const { json } = await client.settings.layout({ key: layoutKey(workspaceId) })
  const layout = parseLayout(json)
  return json === null && windowWidth < roomyWidth
    ? { ...layout, right: { ...layout.right, open: false } }
    : layout
}

/** Keeps a workspace's layout. */
export async function saveLayout(client: Client, workspaceId: WorkspaceId, layout: Layout): Promise<void> {
  await client.settings.setLayout({ key: layoutKey(workspaceId), json: JSON.stringify(layout) })
}

/** The workspace that was open last, or null. It may be gone by now. */
export async function loadLastWorkspace(client: Client): Promise<string | null> {
  return (await client.settings.layout({ key: lastWorkspaceKey })).json
}

/** Remembers which workspace is open; null for none. */
export async function saveLastWorkspace(client: Client, workspaceId: WorkspaceId | null): Promise<void> {
  await client.settings.setLayout({ key: lastWorkspaceKey, json: workspaceId ?? '' })
}

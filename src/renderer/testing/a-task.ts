import type { TaskSummary } from '../../contract/task-summary.ts'

/** A task for tests. `parentId` is given without `tsk_`. */
export function aTask(
  name: string,
  facts: Partial<Omit<TaskSummary, 'id' | 'parentId'>> & { parentId?: string } = {},
): TaskSummary {
  const { parentId, ...rest } = facts
  return {
    id: `tsk_${name}`,
    displayId: `TL-${name}`,
    parentId: parentId === undefined ? null : `tsk_${parentId}`,
    rootId: `tsk_${name}`,
    depth: 0,
    background: false,
    workspaceId: 'wsp_1',
    folder: '/w',
    mode: 'code',
    modeName: 'Code',
    modeSnapshotId: 'm',
    delegation: true,
    status: 'in_progress',
    statusReason: null,
    needs: null,
    waits: null,
    title: name,
    activity: '',
    providerId: null,
    model: null,
    inputTokens: 0,
    outputTokens: 0,
    cost: null,
    createdAt: 0,
    updatedAt: 0,
    damage: null,
    deletedAt: null,
    awaited: false,
    pinnedAt: null,
    archivedAt: null,
    ...rest,
  } as TaskSummary
}

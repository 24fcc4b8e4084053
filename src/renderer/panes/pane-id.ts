import type { TaskId, WorkspaceId } from '../../contract/ids.ts'
import type { Pane } from '../state/navigation.ts'

/** What a pane is called: the same pane shown twice has the same name. */
export function paneName(pane: Pane): string {
  switch (pane.type) {
    case 'task':
      return `task ${pane.taskId}`
    case 'plan':
    case 'xray':
      return `${pane.type} ${pane.taskId}`
    case 'new-task':
      return `new-task ${pane.workspaceId}`
    case 'inbox':
    case 'search':
    case 'modes':
    case 'settings':
    case 'settings-file':
      return pane.type
    default: {
      const unknown: never = pane
      throw new Error(`Unknown pane ${JSON.stringify(unknown)}`)
    }
  }
}

/** Panes that there is one of. */
const plain: readonly Pane[] = [
  { type: 'inbox' },
  { type: 'search' },
  { type: 'modes' },
  { type: 'settings' },
  { type: 'settings-file' },
]

/** The pane that a kept layout names, or null for what nobody knows any more. */
export function readPane(value: unknown): Pane | null {
  if (typeof value !== 'object' || value === null) return null
  const { type, taskId, workspaceId } = value as Record<string, unknown>
  if ((type === 'task' || type === 'plan' || type === 'xray') && typeof taskId === 'string') {
    return { type, taskId: taskId as TaskId }
  }
  if (type === 'new-task' && typeof workspaceId === 'string') {
    return { type, workspaceId: workspaceId as WorkspaceId }
  }
  return plain.find((pane) => pane.type === type) ?? null
}

/** The name with a number behind it that nothing has yet: the second showing of a pane is `… #2`. */
export function freeId(name: string, taken: (id: string) => boolean): string {
  let id = name
  for (let count = 2; taken(id); count += 1) id = `${name} #${count}`
  return id
}

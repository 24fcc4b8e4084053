import type { TaskId } from '../../contract/ids.ts'
import type { WorkEventBody } from '../../contract/work-event.ts'
import type { ProjectionStatements } from './projection-statements.ts'

/** Writes where a task works after what happened to its work, and returns its new activity, or null to leave it. */
export function projectWork(
  statements: ProjectionStatements,
  taskId: TaskId,
  body: WorkEventBody,
): string | null {
  switch (body.type) {
    case 'worktree.opened':
      statements.setFolder.run(body.folder, taskId)
      return 'works in a worktree of its own'
    case 'worktree.prepared':
    case 'worktree.updated':
    case 'work.tested':
      return null
    case 'work.conflicted':
      return `clashes with other work in ${body.conflicts.map(({ path }) => path).join(', ')}`
    case 'work.landed':
      statements.setFolder.run(body.into, taskId)
      return `its work was taken over: ${body.files.length} ${body.files.length === 1 ? 'file' : 'files'}`
    case 'work.branched':
      statements.setFolder.run(body.into, taskId)
      return `its work is on the branch ${body.branch}`
    case 'work.dropped':
      statements.setFolder.run(body.into, taskId)
      return 'its work was not taken over'
    case 'work.reverted':
      return 'its work was taken back'
    default: {
      const unknown: never = body
      throw new Error(`Unknown event ${JSON.stringify(unknown)}`)
    }
  }
}

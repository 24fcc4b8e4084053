import type { TaskId } from '../../contract/ids.ts'
import type { TaskEventOf } from '../../contract/task-event.ts'
import type { ProjectionStatements } from './projection-statements.ts'

type HistoryEvent = TaskEventOf<'history.condensed' | 'history.rewound' | 'task.forked'>

/** Writes what a task has used after what happened to its history as a whole, and returns its new activity. */
export function projectHistory(statements: ProjectionStatements, taskId: TaskId, body: HistoryEvent): string {
  switch (body.type) {
    case 'history.condensed':
      statements.addUsage.run({ ...body.usage, taskId })
      for (let made = 0; made < (body.requests ?? 1); made++) statements.addRequest.run(taskId)
      return 'condensed its history'
    case 'history.rewound':
      return `was told instead: ${body.text}`
    case 'task.forked':
      statements.resetUsage.run(taskId)
      statements.forgetTurns.run(taskId)
      return `forked from ${body.source.displayId}`
    default: {
      const unknown: never = body
      throw new Error(`Unknown event ${JSON.stringify(unknown)}`)
    }
  }
}

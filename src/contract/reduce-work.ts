import type { TaskView, TranscriptItem } from './task-view.ts'
import type { WorkEventBody } from './work-event.ts'

type Notice = Extract<TranscriptItem, { type: 'notice' }>['notice']

/** Changes a view in place by what happened to the work in its worktree, and returns what its transcript says of it. */
export function applyWorkEvent(view: TaskView, body: WorkEventBody): Notice | null {
  const { worktree } = view
  switch (body.type) {
    case 'worktree.opened': {
      const { folder, from, base, notes } = body
      view.folder = folder
      view.worktree = { from, base, prepared: false }
      return { type: 'worktree', folder, notes }
    }
    case 'worktree.prepared':
      if (worktree !== null) view.worktree = { ...worktree, prepared: true }
      return body.results.length === 0 ? null : { type: 'prepared', results: body.results }
    case 'worktree.updated':
      if (worktree !== null) view.worktree = { ...worktree, base: body.base }
      return null
    case 'work.tested':
      return { type: 'tested', results: body.results }
    case 'work.conflicted':
      if (worktree !== null) view.worktree = { ...worktree, base: body.base }
      return { type: 'conflicted', conflicts: body.conflicts }
    case 'work.landed': {
      const { type: _type, ...landed } = body
      view.folder = body.into
      view.worktree = null
      view.landed = { ...landed, reverted: false }
      return { type: 'landed', ...landed }
    }
    case 'work.branched': {
      const { type: _type, ...branched } = body
      view.folder = body.into
      view.worktree = null
      return { type: 'branched', ...branched }
    }
    case 'work.dropped':
      view.folder = body.into
      view.worktree = null
      return { type: 'dropped', kept: body.kept }
    case 'work.reverted':
      if (view.landed !== null) view.landed = { ...view.landed, reverted: true }
      return { type: 'reverted', into: body.into, files: body.files }
    default: {
      const unknown: never = body
      throw new Error(`Unknown event ${JSON.stringify(unknown)}`)
    }
  }
}

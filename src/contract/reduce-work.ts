import type { Brought, TaskView, TranscriptItem } from './task-view.ts'
import type { WorkEventBody } from './work-event.ts'

type Notice = Extract<TranscriptItem, { type: 'notice' }>['notice']

/** Changes a view in place by what happened to the work in its worktree, and returns what its transcript says of it. */
export function applyWorkEvent(view: TaskView, body: WorkEventBody): Notice | null {
  const { worktree } = view
  switch (body.type) {
    case 'worktree.opened': {
      const { folder, from, base, notes } = body
      view.folder = folder
      // Made again, it holds what the one before it held.
      const kept = worktree?.base === base ? { brought: worktree.brought, left: worktree.left } : {}
      view.worktree = { from, base, prepared: false, ...kept }
      return { type: 'worktree', folder, notes }
    }
    case 'worktree.prepared':
      if (worktree !== null) view.worktree = { ...worktree, prepared: true }
      return body.results.length === 0 ? null : { type: 'prepared', results: body.results }
    case 'worktree.updated':
      if (worktree !== null) view.worktree = broughtInto(worktree, body, { own: body.own, conflicts: [] })
      return null
    case 'work.tested':
      if (worktree?.brought !== undefined)
        view.worktree = { ...worktree, brought: { ...worktree.brought, tested: body.results } }
      return { type: 'tested', results: body.results }
    case 'work.conflicted':
      if (worktree !== null) {
        const { own = '', conflicts } = body
        view.worktree = broughtInto(worktree, body, { own, conflicts })
      }
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

type Worktree = NonNullable<TaskView['worktree']>

/** As it is once its model has worked on from what was merged into it. */
export function withoutBrought({ brought: _, ...worktree }: Worktree): Worktree {
  return worktree
}

function broughtInto(
  { brought: _, left: before = [], ...worktree }: Worktree,
  { base, left = [] }: { base: string; left?: string[] | undefined },
  brought: Pick<Brought, 'own' | 'conflicts'>,
): Worktree {
  const gone = [...new Set([...before, ...left])]
  const rest = gone.length === 0 ? {} : { left: gone }
  return { ...worktree, base, brought: { ...brought, tested: null }, ...rest }
}

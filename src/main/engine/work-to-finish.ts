import { mostFailedChecks } from '../../contract/checks.ts'
import { isEnded } from '../../contract/task-status.ts'
import type { TaskView, ToolCallView } from '../../contract/task-view.ts'
import type { ApprovalSubject } from '../../contract/tool-display.ts'
import { outsidePaths } from '../prompt/work-words.ts'
import type { ToolPlan } from '../tools/tool.ts'
import type { EngineCore } from './core.ts'
import { finishedFact } from './finish-call.ts'
import { targetOf } from './own-worktree.ts'
import { pathLists } from './path-limits.ts'

type Completion = Extract<ApprovalSubject, { type: 'completion' }>

/** What a task that wants to finish hands over: its work, and its subtasks that are still at work. */
export async function workToFinish(
  core: EngineCore,
  view: TaskView,
  call: ToolCallView,
  signal: AbortSignal,
): Promise<Pick<Completion, 'work' | 'active'>> {
  const { worktree, folder, id: taskId, displayId } = view
  // What is under way was decided by what it was then.
  if (view.calls[call.callId]?.grant !== null) return {}
  if (worktree === null) {
    const active = activeBelow(core, view)
    return active.length === 0 ? {} : { active }
  }
  const into = targetOf(core, view, worktree.from)
  const { base } = worktree
  const work = await core.deps.isolation.look({ taskId, displayId, folder, into, base }, signal)
  return work.files.length === 0 ? {} : { work }
}

/** Its subtasks that go on when it finishes: those in the background. Without the others it cannot finish. */
function activeBelow({ deps }: EngineCore, { calls }: TaskView): NonNullable<Completion['active']> {
  return Object.values(calls).flatMap(({ subtask }) => {
    if (subtask === null || !subtask.background || subtask.outcome !== null) return []
    const task = deps.store.tasks.get(subtask.childId)
    if (task === null || isEnded(task.status)) return []
    return [{ taskId: task.id, displayId: task.displayId, title: task.title }]
  })
}

/** Why a person is to look at a completion that no rule has them asked about, in words; null when nothing is. */
export function reasonToLook({ deps }: EngineCore, view: TaskView, { subject }: ToolPlan): string | null {
  if (subject.type !== 'completion' || subject.work === undefined) return null
  return deps.worktreeSettings(view.workspaceId).review ? 'You look at work before it is taken over.' : null
}

/**
 * Holds a task in a worktree of its own to its paths (what its commands changed, too): what lies outside goes back to
 * it, like a failed check. After so many times it may finish all the same; what is outside is then not taken over.
 */
export async function holdToPaths(
  core: EngineCore,
  view: TaskView,
  call: ToolCallView,
  { action, subject }: ToolPlan,
  signal: AbortSignal,
): Promise<'go_on' | 'settled'> {
  if (subject.type !== 'completion' || subject.work === undefined || call.grant !== null) return 'go_on'
  const lists = pathLists(core, view)
  const failures = failuresOf(view)
  if (lists.length === 0 || failures >= mostFailedChecks) return 'go_on'
  const { base, head } = subject.work
  const paths = await core.deps.isolation.outside({ folder: view.folder, base, head, lists })
  signal.throwIfAborted()
  if (paths.length === 0) return 'go_on'
  const result = {
    ...{ kind: 'paths' as const, what: lists.map((list) => list.join(', ')).join('; '), exitCode: null },
    ...{ outcome: 'failed' as const, found: `changed: ${paths.slice(0, 10).join(', ')}`, output: '' },
  }
  const grant = { by: 'rule' as const, rule: 'It is held to its paths.' }
  core.journal.append([
    // As far as this it was carried out: it is no useless answer.
    { taskId: view.id, body: { type: 'tool.started', callId: call.callId, action, grant, write: null } },
    finishedFact(
      view,
      call,
      {
        outcome: 'error',
        result: outsidePaths(paths, lists, mostFailedChecks - failures - 1),
        display: { type: 'checks', results: [result] },
      },
      0,
    ),
  ])
  return 'settled'
}

function failuresOf({ calls }: TaskView): number {
  return Object.values(calls).filter(
    ({ display }) => display?.type === 'checks' && display.results.some(({ kind }) => kind === 'paths'),
  ).length
}

import { writeSync } from 'node:fs'

/** Set to true by the crash harness's build (scripts/crash/test-build.ts) and by nothing else. */
declare const TREELINE_FAILPOINTS: boolean | undefined

/**
 * Around what a test may kill the process: every transaction by the types of the facts in it, then every
 * effect. A test holds the first list to the contract.
 */
const facts = [
  ...['task.created', 'status.changed', 'message.added', 'turn.requested', 'turn.committed', 'turn.aborted'],
  ...['message.changed', 'message.withdrawn'],
  ...['approval.requested', 'approval.decided', 'tool.started', 'command.started', 'tool.finished'],
  ...['subtask.started', 'subtask.returned', 'question.asked', 'question.answered', 'mode.switched'],
  ...['model.changed', 'todo.updated', 'title.changed', 'task.completed', 'task.failed', 'task.cancelled'],
  ...['outcome.unknown', 'outcome.settled', 'history.condensed', 'budget.set', 'limit.reached'],
  ...['history.rewound', 'task.forked'],
  ...['checks.started', 'checks.finished'],
  ...['task.deleted', 'task.restored', 'task.moved', 'worktree.opened', 'work.landed', 'work.conflicted'],
  ...[
    'worktree.prepared',
    'worktree.updated',
    'work.tested',
    'work.branched',
    'work.dropped',
    'work.reverted',
    'edits.reverted',
  ],
] as const

/**
 * `model.request` a request at a model · `tool` the execution of a planned call · `file.write` a file's new
 * content, written beside it · `file.rename` its move into place · `file.delete` · `command.spawn` the start of
 * a shell · `command.close` the end of its output's file and record · `command.kill` the end of what a task's
 * commands left running · `git` a run of git.
 */
const effects = [
  ...(['model.request', 'tool', 'file.write', 'file.rename', 'file.delete'] as const),
  ...(['command.spawn', 'command.close', 'command.kill', 'git'] as const),
] as const

/**
 * Effects of workspace/isolation, whose own tests kill at them too: `snapshot.keep` a snapshot's ref · `worktree.add`,
 * `worktree.fill`, `worktree.copy`, `worktree.ready` the steps in which a worktree is made · `worktree.remove` ·
 * `landing.begin` the journal of work that is taken over, `landing.end` its removal · `branch.move` a branch's new
 * commit.
 */
const isolationEffects = [
  ...(['snapshot.keep', 'worktree.add', 'worktree.fill', 'worktree.copy', 'worktree.ready'] as const),
  ...(['worktree.remove', 'landing.begin', 'landing.end', 'branch.move'] as const),
] as const

type Moment = 'before' | 'after'
type Effect = (typeof effects)[number] | (typeof isolationEffects)[number]

/** The names of all failpoints: `before:turn.committed`, `after:command.spawn`. */
export function failpointNames(): string[] {
  return [...facts, ...effects].flatMap((what) => [`before:${what}`, `after:${what}`])
}

/** The same of what only isolation does. */
export function isolationFailpointNames(): string[] {
  return isolationEffects.flatMap((what) => [`before:${what}`, `after:${what}`])
}

const passed = new Map<string, number>()

/**
 * Kills the process here, in the crash harness's build and when `TREELINE_FAILPOINT` names this point: some
 * names apart by commas, each with `:n` for the nth time it is passed (1 when left out); the first that is
 * reached counts, and is named on stderr. In every other build this is an empty function, and the bundler drops
 * its calls.
 */
export function failpoint(name: `${Moment}:${Effect}`): void {
  if (typeof TREELINE_FAILPOINTS === 'undefined' || !TREELINE_FAILPOINTS) return
  killAt([name])
}

/** The same for a transaction, which is named by every type of fact in it. */
export function failpointsAt(
  moment: Moment,
  entries: readonly { readonly body: { readonly type: string } }[],
): void {
  if (typeof TREELINE_FAILPOINTS === 'undefined' || !TREELINE_FAILPOINTS) return
  killAt([...new Set(entries.map(({ body }) => `${moment}:${body.type}`))])
}

/** Counts names that are passed at once, and kills if one of them is wanted. All that are wanted are named. */
function killAt(names: readonly string[]): void {
  const wanted = (process.env.TREELINE_FAILPOINT ?? '').split(',')
  const points = names.map((name) => {
    passed.set(name, (passed.get(name) ?? 0) + 1)
    return `${name}:${passed.get(name)}`
  })
  const met = points.filter((point) => wanted.includes(point) || wanted.includes(point.replace(/:1$/, '')))
  if (met.length === 0) return
  writeSync(2, `killed at ${met.join(' ')}\n`)
  process.kill(process.pid, 'SIGKILL')
}

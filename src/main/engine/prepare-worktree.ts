import type { CheckResult } from '../../contract/checks.ts'
import { settingUp } from '../../contract/live-delta.ts'
import { isEnded } from '../../contract/task-status.ts'
import type { TaskView } from '../../contract/task-view.ts'
import { worktreeWords } from '../prompt/worktree-words.ts'
import type { EngineCore } from './core.ts'
import { engineWord } from './engine-word.ts'

/** A set-up command may take at least so long, in milliseconds: nobody could give it more time. */
const leastTimeout = 600_000

/**
 * Runs the workspace's set-up commands in the worktree that a task has just been given, one after the other, as far as
 * they succeed. They are the person's own, so nobody is asked; but in a folder that nobody vouched for none is run.
 * What fails does not keep the task from beginning: its model is told. What a stop or an end of the app broke off
 * begins anew. Does nothing where it is done. Rejects with the signal's reason.
 */
export async function prepareWorktree(core: EngineCore, view: TaskView, signal: AbortSignal): Promise<void> {
  if (view.worktree === null || view.worktree.prepared || isEnded(view.status)) return
  const { id: taskId } = view
  const results = await setUp(core, view, signal)
  const words = worktreeWords(notesOf(view), results)
  core.journal.append([
    { taskId, body: { type: 'worktree.prepared', results } },
    ...(words === null ? [] : [engineWord(taskId, words)]),
  ])
}

async function setUp(core: EngineCore, view: TaskView, signal: AbortSignal): Promise<CheckResult[]> {
  const { deps, live } = core
  const { id: taskId, folder, workspaceId } = view
  const { setup } = deps.worktreeSettings(workspaceId)
  const trusted = deps.store.workspaces.get(workspaceId)?.trusted === true
  const timeoutMs = Math.max(leastTimeout, deps.store.settings.preferences().commandTimeoutSeconds * 1_000)
  const output = (text: string) => live.add(taskId, { target: settingUp, channel: 'output', text })
  const results: CheckResult[] = []
  let why = trusted ? null : 'the folder is not trusted'
  try {
    for (const command of setup) {
      if (why !== null) {
        results.push({ ...blank, what: command, outcome: 'not_run', found: why })
        continue
      }
      output(`$ ${command}\r\n`)
      const order = { taskId, callId: settingUp, command, folder, timeoutMs, output } as const
      const end = await deps.checks.run(order, signal)
      // What a stop ended tells nothing.
      signal.throwIfAborted()
      const { exitCode, ended: found } = end
      const passed = exitCode === 0
      const told = passed ? '' : end.output
      const outcome = passed ? 'passed' : 'failed'
      results.push({ kind: 'run', what: command, outcome, found, exitCode, output: told })
      if (!passed) why = 'one before it failed'
    }
  } finally {
    live.end(taskId, settingUp)
  }
  return results
}

const blank = { kind: 'run' as const, exitCode: null, output: '' }

/** What is otherwise in the worktree than in the folder it was made from. */
function notesOf({ items }: TaskView): readonly string[] {
  const opened = items.findLast((item) => item.type === 'notice' && item.notice.type === 'worktree')
  return opened?.type === 'notice' && opened.notice.type === 'worktree' ? opened.notice.notes : []
}

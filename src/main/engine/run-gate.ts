import type { CheckResult } from '../../contract/checks.ts'
import type { CallId } from '../../contract/ids.ts'
import type { TaskView } from '../../contract/task-view.ts'
import type { EngineCore } from './core.ts'

/** A gate's command may take at least so long, in milliseconds: nobody could give it more time. */
const leastTimeout = 600_000

/**
 * Runs the workspace's gate in a task's worktree, one command after the other, as far as they succeed. The commands
 * are the person's own, so nobody is asked; but in a folder that nobody vouched for none is run. Rejects with the
 * signal's reason: what a stop ended tells nothing.
 */
export async function runGate(
  { deps, live }: EngineCore,
  view: TaskView,
  { callId, commands }: { callId: CallId; commands: readonly string[] },
  signal: AbortSignal,
): Promise<CheckResult[]> {
  const { id: taskId, folder, workspaceId } = view
  const trusted = deps.store.workspaces.get(workspaceId)?.trusted === true
  const timeoutMs = Math.max(leastTimeout, deps.store.settings.preferences().commandTimeoutSeconds * 1_000)
  const output = (text: string) => live.add(taskId, { target: callId, channel: 'output', text })
  const results: CheckResult[] = []
  let why = trusted ? null : 'the folder is not trusted'
  try {
    for (const command of commands) {
      if (why !== null) {
        results.push({ ...blank, what: command, outcome: 'not_run', found: why })
        continue
      }
      output(`$ ${command}\r\n`)
      const end = await deps.checks.run({ taskId, callId, command, folder, timeoutMs, output }, signal)
      signal.throwIfAborted()
      const { exitCode, ended: found } = end
      const fine = exitCode === 0
      const outcome = fine ? 'passed' : 'failed'
      results.push({ kind: 'run', what: command, outcome, found, exitCode, output: fine ? '' : end.output })
      if (!fine) why = 'one before it failed'
    }
  } finally {
    live.end(taskId, callId)
  }
  return results
}

const blank = { kind: 'run' as const, exitCode: null, output: '' }

/** Whether all of the gate passed. */
export const passed = (results: readonly CheckResult[]): boolean =>
  results.every(({ outcome }) => outcome === 'passed')

/** How often the gate failed on the work that lies in a task's worktree. */
export function failedGates({ items }: TaskView): number {
  let failures = 0
  for (const item of items) {
    if (item.type !== 'notice') continue
    if (item.notice.type === 'worktree') failures = 0
    if (item.notice.type === 'tested' && item.notice.results.some(({ outcome }) => outcome === 'failed'))
      failures++
  }
  return failures
}

/** Why a person is asked about work that did not pass, in words. */
export function gateOf(results: readonly CheckResult[]): string {
  return results.some(({ outcome }) => outcome === 'failed')
    ? 'The tests that must pass before work is taken over failed too often.'
    : 'The tests that must pass before work is taken over could not be run.'
}

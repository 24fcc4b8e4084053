import type { Receipt, TestsSeen } from './receipt.ts'
import type { TaskView, ToolCallView } from './task-view.ts'
import { claimsTestsPassed, testRunIn } from './test-run.ts'

/** So many files, commands and subtasks are named; a receipt is to be read. */
const mostEntries = 40
const longestCommand = 300

/**
 * What a task did, from its events and not from its model's words. `end` is how it ends now, for one whose log
 * does not say so yet; else the log's latest end counts, and for a task that is open the latest event. Pure.
 */
export function receiptOf(view: TaskView, end?: { at: number; result: string | null }): Receipt {
  const calls = Object.values(view.calls)
  const files = filesOf(calls)
  const commands = commandsOf(calls)
  const subtasks = subtasksOf(calls)
  const checks = view.checks !== null && view.checks.state !== 'pending' ? view.checks.results : []
  const checked = checks
    .filter(({ kind, outcome }) => kind === 'run' && outcome !== 'not_run')
    .map(({ what, exitCode }) => ({ command: what, exitCode, ended: '' }))
  const tests = lastTestRun([...commands, ...checked])
  const { at, result } = end ?? endOf(view)
  return {
    files: files.slice(0, mostEntries),
    moreFiles: Math.max(0, files.length - mostEntries),
    commands: commands
      .slice(-mostEntries)
      .map((ran) => ({ ...ran, command: cut(ran.command), test: testRunIn(ran.command) !== 'no' })),
    moreCommands: Math.max(0, commands.length - mostEntries),
    tests,
    doubt: doubtOf(result, tests, subtasks),
    ...workOf(view),
    ...wayOf(view),
    checks,
    subtasks: subtasks.slice(0, mostEntries),
    moreSubtasks: Math.max(0, subtasks.length - mostEntries),
    requests: view.items.filter((item) => item.type === 'turn').length,
    inputTokens: view.usage.inputTokens,
    outputTokens: view.usage.outputTokens,
    cost: view.usage.cost,
    durationMs: Math.max(0, at - view.createdAt),
  }
}

/** What tests a task or any below it was seen to run: its own last run, else what its subtasks' receipts say. */
export function testsBelow({ tests, subtasks }: Pick<Receipt, 'tests' | 'subtasks'>): TestsSeen {
  if (tests !== 'none') return tests
  return subtasks.findLast((subtask) => subtask.tests !== 'none')?.tests ?? 'none'
}

function endOf(view: TaskView): { at: number; result: string | null } {
  const notice = view.items.findLast(
    (item) => item.type === 'notice' && /^(?:completed|failed|cancelled)$/.test(item.notice.type),
  )
  if (notice?.type !== 'notice') return { at: view.updatedAt, result: null }
  return { at: notice.at, result: notice.notice.type === 'completed' ? notice.notice.result : null }
}

/** Each file once, with the last word on it; one that it made and deleted again is none. */
function filesOf(calls: readonly ToolCallView[]): Receipt['files'] {
  const files = new Map<string, Receipt['files'][number] & { made: boolean }>()
  for (const { display } of calls) {
    if (display?.type !== 'edit' && display?.type !== 'delete') continue
    const { path } = display
    const before = files.get(path) ?? { path, state: 'changed', added: 0, removed: 0, made: false }
    if (display.type === 'delete') {
      if (before.made) files.delete(path)
      else files.set(path, { ...before, state: 'deleted' })
      continue
    }
    const known = files.has(path)
    const made = known ? before.made : display.created
    files.set(path, {
      path,
      state: made ? 'created' : 'changed',
      added: before.added + display.added,
      removed: before.removed + display.removed,
      made,
    })
  }
  return [...files.values()].map(({ made: _, ...file }) => file)
}

type Ran = { command: string; ended: string; exitCode: number | null }

function commandsOf(calls: readonly ToolCallView[]): Ran[] {
  return calls.flatMap((call): Ran[] => {
    const { display, commandId } = call
    if (display?.type === 'command') {
      const { command, ended, exitCode } = display
      return [{ command, ended, exitCode }]
    }
    if (commandId === null) return []
    return [{ command: commandIn(call.arguments), ended: 'its end was not seen', exitCode: null }]
  })
}

function commandIn(raw: string): string {
  try {
    const { command } = JSON.parse(raw) as { command?: unknown }
    return typeof command === 'string' ? command : raw
  } catch {
    return raw
  }
}

/** The last test run decides: one that failed is often followed by one that is to show that it is mended. */
function lastTestRun(commands: readonly Ran[]): TestsSeen {
  let seen: TestsSeen = 'none'
  for (const { command, exitCode } of commands) {
    const run = testRunIn(command)
    if (run === 'no') continue
    // Whatever did not exit by itself did not pass, but what it would have come to, nobody saw.
    if (run === 'unclear' || exitCode === null) seen = 'unclear'
    else seen = exitCode === 0 ? 'passed' : 'failed'
  }
  return seen
}

function subtasksOf(calls: readonly ToolCallView[]): Receipt['subtasks'] {
  return calls.flatMap(({ subtask }) => {
    if (subtask === null) return []
    const { childDisplayId, mode, outcome, receipt } = subtask
    const tests = receipt === null ? 'none' : testsBelow(receipt)
    return [{ displayId: childDisplayId, mode, outcome: outcome ?? 'open', tests }]
  })
}

/** Whether a result claims of tests what nobody saw. Work that was handed on may have been tested there. */
function doubtOf(result: string | null, tests: TestsSeen, subtasks: Receipt['subtasks']): Receipt['doubt'] {
  if (result === null || !claimsTestsPassed(result)) return null
  switch (testsBelow({ tests, subtasks })) {
    case 'none':
      return 'no_test_run'
    case 'failed':
      return 'test_run_failed'
    default:
      return null
  }
}

/** What became of the work in its latest worktree, by the latest word on it; nothing for a task without one. */
function workOf({ worktree, folder, items }: TaskView): Pick<Receipt, 'work'> {
  if (worktree !== null) return { work: { type: 'kept', folder } }
  const item = items.findLast(
    (one) => one.type === 'notice' && /^(?:landed|branched|dropped)$/.test(one.notice.type),
  )
  const notice = item?.type === 'notice' ? item.notice : null
  switch (notice?.type) {
    case 'landed':
      return { work: { type: 'taken', files: notice.files.length, left: notice.left?.length ?? 0 } }
    case 'branched': {
      const { files, left = [], branch } = notice
      return { work: { type: 'branched', files: files.length, left: left.length, branch } }
    }
    case 'dropped':
      return { work: { type: 'dropped' } }
    default:
      return {}
  }
}

/** What happened to the work in its latest worktree on its way out. */
function wayOf({ items }: TaskView): Pick<Receipt, 'left' | 'clashes' | 'gate'> {
  const way: Pick<Receipt, 'left' | 'clashes' | 'gate'> = {}
  for (const item of items.slice(items.findLastIndex(isOpening) + 1)) {
    if (item.type !== 'notice') continue
    const { notice } = item
    if (notice.type === 'tested') way.gate = notice.results
    if (notice.type === 'conflicted') {
      const paths = notice.conflicts.map(({ path }) => path)
      way.clashes = [...new Set([...(way.clashes ?? []), ...paths])].slice(0, mostEntries)
    }
    if ((notice.type === 'landed' || notice.type === 'branched') && notice.left !== undefined)
      way.left = notice.left.slice(0, mostEntries)
  }
  return way
}

function isOpening(item: TaskView['items'][number]): boolean {
  return item.type === 'notice' && item.notice.type === 'worktree'
}

function cut(text: string): string {
  return text.length <= longestCommand ? text : `${text.slice(0, longestCommand - 1)}…`
}

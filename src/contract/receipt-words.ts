import type { CheckResult } from './checks.ts'
import type { Receipt } from './receipt.ts'

/** What a receipt says of a summary's claim, as a sentence for people and models. */
export const doubtWords: Record<NonNullable<Receipt['doubt']>, string> = {
  no_test_run: 'The summary says that tests passed, but no test run was seen.',
  test_run_failed: 'The summary says that tests passed, but the last test run that was seen failed.',
}

const testWords: Record<Receipt['tests'], string> = {
  passed: 'tests passed',
  failed: 'tests failed',
  unclear: 'tests run, outcome not certain',
  none: 'no test run seen',
}

/** A receipt in one line: "3 files changed, 2 commands, tests passed, 1 of 2 checks failed". */
export function receiptLine(receipt: Receipt): string {
  const { tests, checks } = receipt
  const files = receipt.files.length + receipt.moreFiles
  const commands = receipt.commands.length + receipt.moreCommands
  const subtasks = receipt.subtasks.length + receipt.moreSubtasks
  const parts = [
    files === 0 ? 'no files changed' : `${counted(files, 'file')} changed`,
    ...(commands === 0 ? [] : [counted(commands, 'command')]),
    ...(subtasks === 0 ? [] : [counted(subtasks, 'subtask')]),
    ...(tests === 'none' ? [] : [testWords[tests]]),
    ...(checks.length === 0 ? [] : [checksLine(checks)]),
  ]
  const line = parts.join(', ')
  return `${line.charAt(0).toUpperCase()}${line.slice(1)}`
}

/** "2 checks passed", "1 of 2 checks failed", "1 of 2 checks was not run". */
export function checksLine(results: readonly CheckResult[]): string {
  const failed = results.filter(({ outcome }) => outcome === 'failed').length
  const left = results.filter(({ outcome }) => outcome === 'not_run').length
  const of = `of ${counted(results.length, 'check')}`
  if (failed > 0) return `${failed} ${of} failed`
  if (left > 0) return `${left} ${of} not run`
  return `${counted(results.length, 'check')} passed`
}

/** What became of a task's work, for its receipt: "taken over (3 files)". */
export function workWords(work: NonNullable<Receipt['work']>): string {
  switch (work.type) {
    case 'taken':
      return work.files === 0
        ? 'nothing to take over'
        : `taken over (${counted(work.files, 'file')}${leftWords(work.left)})`
    case 'branched':
      return `on the branch ${work.branch} (${counted(work.files, 'file')}${leftWords(work.left)})`
    case 'dropped':
      return 'not taken over'
    case 'kept':
      return `kept in its worktree, ${work.folder}`
    default: {
      const unknown: never = work
      throw new Error(`Unknown end of work ${JSON.stringify(unknown)}`)
    }
  }
}

function leftWords(left: number): string {
  return left === 0 ? '' : `, ${counted(left, 'file')} left out or in part`
}

function counted(count: number, thing: string): string {
  return `${count} ${thing}${count === 1 ? '' : 's'}`
}

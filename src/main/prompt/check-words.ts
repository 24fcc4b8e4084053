import { type CheckResult, checkDemands } from '../../contract/checks.ts'
import type { Receipt } from '../../contract/receipt.ts'
import { doubtWords, workWords } from '../../contract/receipt-words.ts'
import { quoteAsData } from './quote-as-data.ts'

/** So many of a kind are named to a model. */
const mostNamed = 8
const longestName = 120

/**
 * The result of an `attempt_completion` whose checks did not all pass: each that failed, with what was found.
 * `left` is how often it may still try before it may finish all the same.
 */
export function checksFailed(results: readonly CheckResult[], left: number): string {
  const failed = results.filter(({ outcome }) => outcome === 'failed')
  const head = `Not finished yet: ${failed.length} of the ${results.length} checks that this task must pass failed. Treeline ran them just now; what it found follows, as data.`
  const next =
    left > 0
      ? `Put right what fails, then call attempt_completion again. If a check cannot be passed, say so and why in the result: after ${left} more failed ${left === 1 ? 'try' : 'tries'} the task may finish all the same.`
      : 'This was the last time that failed checks hold it up: the next attempt_completion finishes the task, and what fails then is told with it. If a check cannot be passed, say so and why in the result.'
  return [head, ...failed.map(failedCheck), next].join('\n')
}

function failedCheck({ kind, what, found, output }: CheckResult): string {
  const line = `- ${named(what)} ${checkDemands[kind]}: no, ${oneLine(found, 600)}`
  return output === '' ? line : `${line}\n${quoteAsData('output', output)}`
}

/**
 * A receipt as a parent's model reads it: what the subtask did, by its events. Holds no times and no cost, so that
 * the same work reads the same.
 */
export function receiptForModel(receipt: Receipt): string {
  const { files, commands, checks, subtasks, doubt, tests } = receipt
  const lines = [
    `Files changed: ${listed(
      files.map(({ path, state, added, removed }) => {
        if (state === 'deleted') return `${named(path)} (deleted)`
        return `${named(path)} (${state === 'created' ? 'created, ' : ''}+${added} −${removed})`
      }),
      receipt.moreFiles,
    )}.`,
    `Commands run: ${listed(
      commands.map(({ command, ended }) => `${named(command)} (${ended})`),
      receipt.moreCommands,
    )}.`,
    ...(tests === 'none' ? [] : [testLines[tests]]),
    ...(subtasks.length === 0
      ? []
      : [
          `Subtasks: ${listed(
            subtasks.map(({ displayId, mode, outcome }) => `${displayId} (${mode}, ${outcome})`),
            receipt.moreSubtasks,
          )}.`,
        ]),
    ...workLines(receipt),
    ...(checks.length === 0 ? [] : [checksInWords(checks)]),
    ...(doubt === null ? [] : [`Mark: ${doubtWords[doubt]}`]),
  ]
  return `Receipt, written by Treeline from what was done and not by the subtask:\n${quoteAsData('receipt', lines.join('\n'))}`
}

const testLines: Record<Exclude<Receipt['tests'], 'none'>, string> = {
  passed: 'Tests: the last test run passed.',
  failed: 'Tests: the last test run failed.',
  unclear: 'Tests: run, but the exit code does not tell how they came out.',
}

/** What became of its work, so that its parent does not build on what is not there. */
function workLines({ work, left = [], clashes = [], gate = [] }: Receipt): string[] {
  const lines: string[] = []
  switch (work?.type) {
    case 'taken':
      lines.push(`Work: ${workWords(work)}.`)
      break
    case 'branched':
      lines.push(`Work: ${workWords(work)}, and not in your folder.`)
      break
    case 'dropped':
      lines.push('Work: not taken over, since the user dropped it. None of it is in your folder.')
      break
    case 'kept':
    case undefined:
  }
  if (left.length > 0) lines.push(`Not taken over, or not all of it: ${listed(left.map(named), 0)}.`)
  if (clashes.length > 0)
    lines.push(`Clashed with the work of others, and was brought together: ${listed(clashes.map(named), 0)}.`)
  const open = gate.filter(({ outcome }) => outcome !== 'passed')
  if (gate.length > 0)
    lines.push(
      open.length === 0
        ? `Tested with the work of others: ${listed(
            gate.map(({ what }) => named(what)),
            0,
          )}: passed.`
        : `Tested with the work of others, and taken over by the user all the same: ${listed(
            open.map(({ what, found }) => `${named(what)} (${oneLine(found, 200)})`),
            0,
          )}.`,
    )
  return lines
}

function checksInWords(results: readonly CheckResult[]): string {
  const open = results.filter(({ outcome }) => outcome !== 'passed')
  if (open.length === 0) return `Checks: all ${results.length} passed.`
  const words = open.map(({ what, outcome, found }) => {
    return `${named(what)} ${outcome === 'failed' ? 'failed' : 'was not run'} (${oneLine(found, 200)})`
  })
  return `Checks: ${results.length - open.length} of ${results.length} passed; ${listed(words, 0)}.`
}

function listed(names: readonly string[], more: number): string {
  if (names.length === 0) return 'none'
  const left = more + Math.max(0, names.length - mostNamed)
  return `${names.slice(0, mostNamed).join(', ')}${left > 0 ? ` and ${left} more` : ''}`
}

/** A path or command that a model wrote, as one short line. */
function named(text: string): string {
  return oneLine(text, longestName)
}

function oneLine(text: string, length: number): string {
  const line = text.replace(/[\s\p{Cc}]+/gu, ' ').trim()
  return line.length <= length ? line : `${line.slice(0, length - 1)}…`
}

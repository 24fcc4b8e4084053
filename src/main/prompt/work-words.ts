import { type CheckResult, checkDemands } from '../../contract/checks.ts'
import { quoteAsData } from './quote-as-data.ts'

const longest = 600

/** What is said of a check that did not pass, on one line, with its output below it. */
export function failedLine({ kind, what, found, output }: CheckResult): string {
  const line = `- ${oneLine(what, 120)} ${checkDemands[kind]}: no, ${oneLine(found, longest)}`
  return output === '' ? line : `${line}\n${quoteAsData('output', output)}`
}

/**
 * The result of an `attempt_completion` whose work did not pass what must pass before it is taken over. `left` is how
 * often it may still fail before the person is asked.
 */
export function gateFailed(results: readonly CheckResult[], left: number): string {
  const next =
    left > 0
      ? 'Put right what fails, also where it comes of both together, then call attempt_completion again.'
      : 'Put right what fails, then call attempt_completion again: if it fails once more, the user decides.'
  return [
    'Not finished yet: your work, merged with what others did meanwhile, failed what it must pass before it is taken over. The merged state is in your folder now. What Treeline found follows, as data.',
    ...results.filter(({ outcome }) => outcome === 'failed').map(failedLine),
    next,
  ].join('\n')
}

/** The same for a person who decides: each thing that did not pass, in words. */
export function gateDoubts(results: readonly CheckResult[]): string[] {
  return results
    .filter(({ outcome }) => outcome !== 'passed')
    .map(({ what, outcome, found }) => `${what}: ${outcome === 'not_run' ? 'not run, ' : ''}${found}`)
}

/** What a task is told besides, whose person took its work only in part. */
export function leftOut(paths: readonly string[]): string {
  const most = 20
  const more = paths.length > most ? ` and ${paths.length - most} more` : ''
  const named = paths.slice(0, most).map((path) => oneLine(path, 200))
  return `Of your work not everything is taken over, and what is not is no longer in your folder: ${named.join(', ')}${more}. Do not make it again.`
}

/** The result of a second `attempt_completion` in a turn whose first was sent back. */
export const finishedBefore =
  'Not finished yet: an attempt_completion before this one in the same turn came back. Read its result first, do what it asks, then call attempt_completion again.'

/** The result of an `attempt_completion` of a task that changed files it may not change. */
export function outsidePaths(
  paths: readonly string[],
  lists: readonly (readonly string[])[],
  left: number,
): string {
  const most = 20
  const shown = paths.slice(0, most).map((path) => `- ${oneLine(path, 200)}`)
  const more = paths.length > most ? [`- and ${paths.length - most} more`] : []
  const next =
    left > 0
      ? 'Undo them: put changed files back as they were and delete new ones. Then call attempt_completion again, and say in the result what has to be changed elsewhere.'
      : 'Undo them if you can. The next attempt_completion finishes the task, and these changes are not taken over.'
  return [
    `Not finished yet: you changed files outside of ${lists.map((list) => list.join(', ')).join(' and of ')}, which is all that this task may change:`,
    ...shown,
    ...more,
    next,
  ].join('\n')
}

function oneLine(text: string, length: number): string {
  const line = text.replace(/[\s\p{Cc}]+/gu, ' ').trim()
  return line.length <= length ? line : `${line.slice(0, length - 1)}…`
}

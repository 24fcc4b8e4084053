import type { CheckResult } from '../../contract/checks.ts'
import { quoteAsData } from './quote-as-data.ts'

const head = 'You work in a git worktree of your own.'

/**
 * What a task's model is told, once, of the worktree that it begins to work in: what is otherwise than in the folder it
 * was made from, and set-up commands that failed or were not run. Null when there is nothing to tell.
 */
export function worktreeWords(notes: readonly string[], results: readonly CheckResult[]): string | null {
  const open = results.filter(({ outcome }) => outcome !== 'passed')
  if (notes.length === 0 && open.length === 0) return null
  const failed = open.some(({ outcome }) => outcome === 'failed')
  return [
    head,
    ...notes,
    ...(open.length === 0
      ? []
      : ['Treeline was to set it up with commands of the user, and did not get through:']),
    ...open.map(toldOf),
    ...(failed ? ['Put that right if your task needs it, and else work without.'] : []),
  ].join('\n')
}

function toldOf({ what, outcome, found, output }: CheckResult): string {
  const line = `- ${what}: ${outcome === 'failed' ? found : `not run, ${found}`}`
  return output === '' ? line : `${line}\n${quoteAsData('output', output)}`
}

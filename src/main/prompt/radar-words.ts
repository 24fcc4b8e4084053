import { namedPaths } from './revert-words.ts'

/**
 * What a parent is told of a subtask's work that clashes, while it is being done, with another's or (`other` null)
 * with what is in the folder it is to go to. The same for both sides, and each time.
 */
export function earlyClash(one: string, other: string | null, paths: readonly string[]): string {
  const head = 'This is a notice from Treeline, not from the user.'
  if (other === null) {
    return [
      `${head} What ${one} has done so far does not go together with what is in your folder by now: ${namedPaths(paths)}.`,
      'Nothing is lost: when it finishes, both will have to be brought together, by it or by the user.',
      `If you know better what should be there, tell ${one} with send_prompt (kind: redirect); else go on.`,
    ].join(' ')
  }
  const [first, second] = [one, other].sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
  return [
    `${head} ${first} and ${second} are changing the same places in ways that do not go together: ${namedPaths(paths)}.`,
    'Nothing is lost: whoever finishes second will be asked to bring both together.',
    'If you know which way is right, redirect one of them with send_prompt (kind: redirect); else go on.',
  ].join(' ')
}

/**
 * What a task is told whose work cannot be taken over as it is: what clashes, where the other work is now, and
 * what to do.
 */
export function clashWords(conflicts: readonly { path: string; words: string }[]): string {
  return [
    'Not finished yet: other work that was taken over meanwhile clashes with yours.',
    'It is in your folder now. In texts that both changed, each clash stands between <<<<<<< and >>>>>>>: the first',
    'part (others) is theirs, the second yours.',
    '',
    ...conflicts.map(({ path, words }) => `- ${path}: ${words}`),
    '',
    'Bring both together in these files so that neither is lost, take the markers out, check that it works, and',
    'call attempt_completion again.',
  ].join('\n')
}

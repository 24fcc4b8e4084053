type Clashes = readonly { path: string; words: string }[]

const inFolder = [
  'It is in your folder now. In texts that both changed, each clash stands between <<<<<<< and >>>>>>>: the first',
  'part (others) is theirs, the second yours.',
]

const toDo = [
  'Bring both together in these files so that neither is lost, take the markers out, check that it works, and',
  'call attempt_completion again.',
]

const listed = (conflicts: Clashes) => conflicts.map(({ path, words }) => `- ${path}: ${words}`)

/**
 * What a task is told whose work cannot be taken over as it is: what clashes, where the other work is now, and
 * what to do.
 */
export function clashWords(conflicts: Clashes): string {
  return [
    'Not finished yet: other work that was taken over meanwhile clashes with yours.',
    ...inFolder,
    '',
    ...listed(conflicts),
    '',
    ...toDo,
  ].join('\n')
}

/** The same, from a person who looked at the clash and has the task bring it together. */
export function rejectedClash(conflicts: Clashes, feedback: string): string {
  const said = feedback.trim()
  return [
    'Not finished yet: other work that was taken over meanwhile clashes with yours, and the user wants you to bring both together.',
    ...(said === '' ? [] : ['What the user said:', '', said, '']),
    ...inFolder,
    '',
    ...listed(conflicts),
    '',
    ...toDo,
  ].join('\n')
}

/** The same, where a person took the files as they lie in the worktree, and some still have markers in them. */
export function markersLeft(paths: readonly string[]): string {
  return [
    'Not finished yet: the user took these files as they are in your folder, but the markers of the clash still stand in them:',
    ...paths.map((path) => `- ${path}`),
    ...toDo,
  ].join('\n')
}

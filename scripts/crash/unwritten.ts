/**
 * Facts that the contract has words for and that no code writes yet, so that no story can come by them. A test
 * says when one of them is written: then a story needs a step that brings it about.
 */
export const unwritten: readonly string[] = [...['worktree.opened', 'work.landed', 'work.conflicted']]

/** Whether a failpoint's name is that of such a fact. */
export function notYetWritten(name: string): boolean {
  return unwritten.some((fact) => name === `before:${fact}` || name === `after:${fact}`)
}

/**
 * What no story can come by, with why: facts that the contract has words for and that no code writes yet, and
 * effects that no task has by itself. A test says when one of these facts is written: then a story needs a step
 * that brings it about.
 */
export const unwritten: readonly string[] = []
const uncalled: readonly string[] = ['branch.move']

/** Whether a failpoint's name is that of such a fact or effect. */
export function notYetWritten(name: string): boolean {
  return [...unwritten, ...uncalled].some((what) => name === `before:${what}` || name === `after:${what}`)
}

/** So many paths are named; more are only counted. */
const mostNamed = 20

/**
 * What the parent of a task is told whose work a person took back. `commit` is one that was made of the work and that
 * stays on its branch.
 */
export function revertWords(order: {
  displayId: string
  files: readonly { path: string }[]
  commit: { id: string; branch: string } | null
}): string {
  const { displayId, files, commit } = order
  const what =
    files.length === 0
      ? `The user took back what ${displayId} changed; nothing of it was left.`
      : `What ${displayId} changed was taken back by the user: ${namedPaths(files.map(({ path }) => path))}.`
  return `This is a notice from Treeline, not from the user. ${what}${commit === null ? '' : ` ${commitStays(commit)}`}`
}

/** That a commit is not undone by taking work back. */
export function commitStays({ id, branch }: { id: string; branch: string }): string {
  return `The commit ${id.slice(0, 10)} on ${branch} stays; only the files were changed back, as changes that are not committed.`
}

/** Paths in a row, of which too many are counted. */
export function namedPaths(paths: readonly string[]): string {
  const more = paths.length - mostNamed
  return more > 0 ? `${paths.slice(0, mostNamed).join(', ')} and ${more} more` : paths.join(', ')
}

/** What a task is told whose edits of a file a person took back, or put in again. */
export function editRevertWords({
  path,
  places,
  back,
}: {
  path: string
  places: number
  back: boolean
}): string {
  const what = places === 1 ? 'one change' : `${places} changes`
  return `This is a notice from Treeline, not from the user. The user ${back ? 'put' : 'took'} ${what} of yours ${back ? `in ${path} back in` : `in ${path} back`}.`
}

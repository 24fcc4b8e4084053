/** So long may the first line of a commit's message be, as git's own tools like it, and the name of a branch. */
const longestSubject = 72
const longestSlug = 40

type Named = { displayId: string; title: string }

/** The message of the commit of a subtask's work. */
export function commitMessage({ displayId, title }: Named): string {
  const line = title.replace(/\s+/g, ' ').trim() || displayId
  const subject = line.length <= longestSubject ? line : `${line.slice(0, longestSubject - 1)}…`
  return `${subject}\n\nBy the task ${displayId} in Treeline.\n`
}

/** The name of the branch of a subtask's work. */
export function branchName({ displayId, title }: Named): string {
  const words = title
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, longestSlug)
    .replace(/^-+|-+$/g, '')
  const id = displayId.replace(/[^A-Za-z0-9-]+/g, '-')
  return `treeline/${words === '' ? id : `${id}-${words}`}`
}

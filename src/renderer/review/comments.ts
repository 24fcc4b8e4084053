import type { WorkHunk } from '../../contract/work.ts'

/** What a person says of a file, or of one of its hunks. */
export type Comment = {
  path: string
  /** The hunk's place in the file, or null for the file. */
  hunk: number | null
  /** The line it is about, from 1; null for the file. */
  line: number | null
  text: string
}

/** The comments with this one in place of what was said there; without words it goes. */
export function withComment(comments: readonly Comment[], comment: Comment): readonly Comment[] {
  const { path, hunk, text } = comment
  const at = comments.findIndex((one) => one.path === path && one.hunk === hunk)
  if (text.trim() === '') return comments.filter((_, place) => place !== at)
  return at === -1 ? [...comments, comment] : comments.with(at, comment)
}

/** What is said of a file (null), or of one of its hunks, by the file's own comments; '' when nothing. */
export function commentAt(ofFile: readonly Comment[], hunk: number | null): string {
  return ofFile.find((one) => one.hunk === hunk)?.text ?? ''
}

/** The line of the new file at which a hunk's change begins; where lines were only removed, the one after them. */
export function lineOf({ newStart, lines }: Pick<WorkHunk, 'newStart' | 'lines'>): number {
  const first = lines.findIndex((line) => !line.startsWith(' '))
  return Math.max(1, newStart) + Math.max(0, first)
}

/** What is sent back to the task: the person's words, then the comments as `path:line: comment`, in the work's order. */
export function feedbackOf(
  words: string,
  comments: readonly Comment[],
  files: readonly { path: string }[],
): string {
  const order = new Map(files.map(({ path }, at) => [path, at]))
  const lines = [...comments]
    .sort(
      (a, b) =>
        (order.get(a.path) ?? files.length) - (order.get(b.path) ?? files.length) ||
        (a.line ?? 0) - (b.line ?? 0),
    )
    .map(({ path, line, text }) => `${line === null ? path : `${path}:${line}`}: ${indented(text.trim())}`)
  return [words.trim(), lines.join('\n')].filter((part) => part !== '').join('\n\n')
}

/** Further lines of a comment stand under its first. */
function indented(text: string): string {
  return text.replaceAll(/\r?\n/g, '\n  ')
}

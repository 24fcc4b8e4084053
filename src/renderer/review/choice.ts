import type { Taken, Work } from '../../contract/work.ts'

/**
 * What of a file is taken: nothing, or the hunks at these places, of so many; a part is neither all of a file nor
 * nothing of it.
 */
export type FileChoice = 'none' | { on: readonly number[]; of: number }

/** What of a piece of work is taken, by path. A file that is not named is taken whole. */
export type Choice = ReadonlyMap<string, FileChoice>

/** How much of a file, or of everything, is taken. */
export type Taking = 'all' | 'some' | 'none'

/** Everything is taken, as at first. */
export const everything: Choice = new Map()

/** How much of a file is taken. */
export function takingOf(file: FileChoice | undefined): Taking {
  if (file === undefined) return 'all'
  return file === 'none' ? 'none' : 'some'
}

/** Whether the hunk at this place of a file is taken. */
export function isHunkTaken(file: FileChoice | undefined, at: number): boolean {
  if (file === undefined) return true
  return file !== 'none' && file.on.includes(at)
}

/** Takes a whole file that was not, or not wholly; leaves out one that was. */
export function toggleFile(choice: Choice, path: string): Choice {
  return withFile(choice, path, choice.has(path) ? null : 'none')
}

/** Takes a hunk that was left out, or leaves it out, in a file of `of` hunks. */
export function toggleHunk(choice: Choice, path: string, at: number, of: number): Choice {
  const places = Array.from({ length: of }, (_, place) => place)
  const file = choice.get(path)
  const on = places.filter((place) => isHunkTaken(file, place) !== (place === at))
  if (on.length === of) return withFile(choice, path, null)
  return withFile(choice, path, on.length === 0 ? 'none' : { on, of })
}

/** Takes everything, or leaves everything out. */
export function toggleAll(choice: Choice, { files }: Work): Choice {
  return choice.size > 0 ? everything : new Map(files.map(({ path }) => [path, 'none']))
}

/** How many files are taken whole and in part, of how many there are. Those that are not listed go with all of it only. */
export type Count = { whole: number; part: number; of: number }

/** Counts what is taken. */
export function countTaken(choice: Choice, { files, moreFiles }: Work): Count {
  const takings = files.map(({ path }) => takingOf(choice.get(path)))
  const listed = takings.filter((taking) => taking === 'all').length
  const part = takings.filter((taking) => taking === 'some').length
  const all = listed === files.length
  return { whole: listed + (all ? moreFiles : 0), part, of: files.length + moreFiles }
}

/** How much of all the work is taken. */
export function takingOfAll(choice: Choice, work: Work): Taking {
  const { whole, part, of } = countTaken(choice, work)
  if (whole === of) return 'all'
  return whole + part === 0 ? 'none' : 'some'
}

/** What an answer says of it: undefined for all of the work, [] for nothing. */
export function takenOf(choice: Choice, work: Work): Taken | undefined {
  if (takingOfAll(choice, work) === 'all') return undefined
  return work.files.flatMap(({ path }): Taken => {
    const file = choice.get(path)
    if (file === 'none') return []
    return [{ path, hunks: file === undefined ? 'all' : [...file.on] }]
  })
}

function withFile(choice: Choice, path: string, file: FileChoice | null): Choice {
  const next = new Map(choice)
  if (file === null) next.delete(path)
  else next.set(path, file)
  return next
}

import type { Taken, Work } from '../../contract/work.ts'

/** Of a file that is not taken whole: the places of the hunks that are taken, and how many hunks it has. */
type Part = { on: readonly number[]; of: number }

/**
 * What of a piece of work is taken, by path. A file that is not named is taken whole, `none` not at all; a part is
 * neither all of a file nor nothing of it.
 */
export type Choice = ReadonlyMap<string, 'none' | Part>

/** How much of a file, or of everything, is taken. */
export type Taking = 'all' | 'some' | 'none'

/** Everything is taken, as at first. */
export const everything: Choice = new Map()

/** How much of a file is taken. */
export function takingOf(choice: Choice, path: string): Taking {
  const file = choice.get(path)
  if (file === undefined) return 'all'
  return file === 'none' ? 'none' : 'some'
}

/** Whether the hunk at this place of a file is taken. */
export function isHunkTaken(choice: Choice, path: string, at: number): boolean {
  const file = choice.get(path)
  if (file === undefined) return true
  return file !== 'none' && file.on.includes(at)
}

/** Takes a whole file that was not, or not wholly; leaves out one that was. */
export function toggleFile(choice: Choice, path: string): Choice {
  return withFile(choice, path, takingOf(choice, path) === 'all' ? 'none' : null)
}

/** Takes a hunk that was left out, or leaves it out, in a file of `of` hunks. */
export function toggleHunk(choice: Choice, path: string, at: number, of: number): Choice {
  const places = Array.from({ length: of }, (_, place) => place)
  const on = places.filter((place) => isHunkTaken(choice, path, place) !== (place === at))
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
  const takings = files.map(({ path }) => takingOf(choice, path))
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

function withFile(choice: Choice, path: string, file: 'none' | Part | null): Choice {
  const next = new Map(choice)
  if (file === null) next.delete(path)
  else next.set(path, file)
  return next
}

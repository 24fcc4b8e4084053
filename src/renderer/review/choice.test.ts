import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Work } from '../../contract/work.ts'
import {
  type Choice,
  countTaken,
  everything,
  isHunkTaken,
  takenOf,
  takingOf,
  takingOfAll,
  toggleAll,
  toggleFile,
  toggleHunk,
} from './choice.ts'

/** Work with so many hunks in each of its files. */
function workOf(hunks: readonly number[], moreFiles = 0): Work {
  const files = hunks.map((_, at) => ({
    path: `f${at}`,
    oldPath: null,
    state: 'changed' as const,
    binary: false,
    added: 1,
    removed: 0,
  }))
  return { base: 'b', head: 'h', into: '/w', files, moreFiles }
}

const two = workOf([2, 3])

test('a file is taken wholly, in part or not at all, and the answer names exactly that', () => {
  const partly = toggleHunk(everything, 'f1', 1, 3)
  const without = toggleFile(partly, 'f0')
  expect({
    all: takenOf(everything, two),
    partly: takenOf(partly, two),
    without: takenOf(without, two),
    nothing: takenOf(toggleFile(toggleFile(without, 'f1'), 'f1'), two),
    dropped: takenOf(toggleAll(everything, two), two),
  }).toEqual({
    all: undefined,
    partly: [
      { path: 'f0', hunks: 'all' },
      { path: 'f1', hunks: [0, 2] },
    ],
    without: [{ path: 'f1', hunks: [0, 2] }],
    nothing: [],
    dropped: [],
  })
})

test('a file in part becomes whole with its own box, and leaving out every hunk leaves out the file', () => {
  const partly = toggleHunk(everything, 'f0', 0, 2)
  expect([
    takingOf(partly.get('f0')),
    takingOf(toggleFile(partly, 'f0').get('f0')),
    takingOf(toggleHunk(partly, 'f0', 1, 2).get('f0')),
    takingOfAll(partly, two),
    takingOfAll(toggleAll(partly, two), two),
  ]).toEqual(['some', 'all', 'none', 'some', 'all'])
})

test('files that are not listed are taken with everything, and not with a choice', () => {
  const work = workOf([1, 1], 7)
  expect(countTaken(everything, work)).toEqual({ whole: 9, part: 0, of: 9 })
  expect(countTaken(toggleFile(everything, 'f0'), work)).toEqual({ whole: 1, part: 0, of: 9 })
})

type Step = { type: 'file'; file: number } | { type: 'hunk'; file: number; hunk: number } | { type: 'all' }

const place = fc.nat(11)
const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    fc.record({ type: fc.constant('file' as const), file: place }),
    fc.record({ type: fc.constant('hunk' as const), file: place, hunk: place }),
    fc.record({ type: fc.constant('all' as const) }),
  ),
)

function take(choice: Choice, step: Step, work: Work, hunks: readonly number[]): Choice {
  if (step.type === 'all') return toggleAll(choice, work)
  const file = step.file % hunks.length
  if (step.type === 'file') return toggleFile(choice, `f${file}`)
  const of = hunks[file] ?? 0
  return of === 0 ? choice : toggleHunk(choice, `f${file}`, step.hunk % of, of)
}

const counts = fc.array(fc.nat(6), { minLength: 1, maxLength: 6 })

test('whatever is ticked, only files and hunks that are there are taken, and what is shown as taken is', () => {
  fc.assert(
    fc.property(counts, fc.nat(3), steps, (hunks, more, taken) => {
      const work = workOf(hunks, more)
      const choice = taken.reduce((now, step) => take(now, step, work, hunks), everything)
      const answer = takenOf(choice, work)
      const { whole, part } = countTaken(choice, work)
      if (answer === undefined) {
        expect(whole).toBe(hunks.length + more)
        return
      }
      expect(answer.length).toBe(whole + part)
      expect(new Set(answer.map(({ path }) => path)).size).toBe(answer.length)
      for (const { path, hunks: some } of answer) {
        const of = hunks[Number(path.slice(1))] ?? 0
        const shown = Array.from({ length: of }, (_, at) => at).filter((at) =>
          isHunkTaken(choice.get(path), at),
        )
        if (some === 'all') expect(shown.length).toBe(of)
        else {
          expect(shown).toEqual(some)
          expect(some.length).toBeGreaterThan(0)
          expect(some.length).toBeLessThan(of)
        }
      }
    }),
  )
})

test('ticking a hunk twice changes nothing, nor does a file twice that was taken wholly or not at all', () => {
  fc.assert(
    fc.property(counts, steps, place, place, (hunks, taken, file, hunk) => {
      const work = workOf(hunks)
      const choice = taken.reduce((now, step) => take(now, step, work, hunks), everything)
      const twice = (step: Step) => take(take(choice, step, work, hunks), step, work, hunks)
      expect(twice({ type: 'hunk', file, hunk })).toEqual(choice)
      if (takingOf(choice.get(`f${file % hunks.length}`)) !== 'some')
        expect(twice({ type: 'file', file })).toEqual(choice)
      if (takingOfAll(choice, work) !== 'some') expect(twice({ type: 'all' })).toEqual(choice)
    }),
  )
})

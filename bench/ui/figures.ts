import type { Page } from '@playwright/test'
import { measureEight, measureStream, measureTranscriptScroll, measureTreeScroll } from './measure-frames.ts'
import { measureMemory } from './measure-memory.ts'
import { measureOpening, measureTree } from './measure-opening.ts'
import { draft, measureTyping } from './measure-typing.ts'
import type { Place } from './place.ts'
import type { Figure, Measured } from './verdict.ts'

/** A figure, under the name that `--only` takes, and how it is measured on a fresh page of the app. */
export type UiFigure = Figure & {
  key: string
  /** How often it is measured in one run, unless `--rounds` says otherwise. */
  rounds: number
  /** What stands in the bare field in which the machine's own typing is measured. */
  draft?: string
  measure(page: Page, place: Place): Promise<Measured>
}

const milliseconds = (most: number) => ({ unit: 'ms', bound: { most } })
const frameRate = { unit: 'fps', bound: { least: 50 }, needs: 'frame rate', rounds: 3 } as const

/** Everything that is measured, in the order in which it is. */
export const figures: readonly UiFigure[] = [
  {
    key: 'tree-paint',
    name: 'first paint of a tree of 10,000 tasks',
    ...milliseconds(300),
    ...{ needs: 'time', rounds: 5, measure: measureTree },
  },
  { key: 'tree-scroll', name: 'scrolling that tree', ...frameRate, measure: measureTreeScroll },
  {
    key: 'transcript-open',
    name: 'opening a transcript of 5,000 messages',
    ...milliseconds(200),
    ...{ needs: 'time', rounds: 5, measure: measureOpening },
  },
  {
    key: 'transcript-scroll',
    name: 'scrolling that transcript',
    ...frameRate,
    measure: measureTranscriptScroll,
  },
  {
    key: 'stream',
    name: 'an answer of 20,000 tokens coming in',
    ...frameRate,
    measure: (page, place) => measureStream(page, place, 'words'),
  },
  {
    key: 'stream-code',
    name: 'a block of code of 20,000 tokens coming in',
    ...frameRate,
    measure: (page, place) => measureStream(page, place, 'fence'),
  },
  {
    key: 'eight',
    name: 'eight tasks streaming, the longest frame',
    ...milliseconds(100),
    ...{ needs: 'longest frame', rounds: 3, measure: measureEight },
  },
  {
    key: 'typing',
    name: 'a key in a long draft beside a stream, the slowest',
    ...milliseconds(50),
    ...{ needs: 'typing', rounds: 3, draft, measure: measureTyping },
  },
  {
    key: 'memory',
    name: 'heap grown by an hour of eight tasks',
    ...{ unit: 'MB', bound: { most: 16 }, needs: 'nothing', rounds: 1, measure: measureMemory },
  },
]

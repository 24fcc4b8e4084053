import type { TaskView, TranscriptItem } from '../../contract/task-view.ts'
import type { Need, TurnFailure } from '../../contract/turn-failure.ts'
import { emptyNudge } from '../prompt/nudges.ts'

/** A request that came to nothing and is not made again by itself, and why not. */
export type FailedEnd = {
  failure: TurnFailure
  why: 'for_good' | 'tries' | 'not_approved' | 'offline_too_long'
  /** How often it was made. */
  tries: number
}

/** What follows on it. */
export type AfterFailure =
  /** The model itself will not: a parent may decide what to do instead. */
  | { step: 'fail' }
  /** Ask again with a summary in place of the older part. */
  | { step: 'condense' }
  /** Tell the model, and ask again. */
  | { step: 'nudge' }
  /** A person has to see to it; then it goes on from here. */
  | { step: 'pause'; reason: string; needs: Need | null }

const needOf: Partial<Record<TurnFailure['kind'], Need>> = {
  authentication: 'key',
  no_credit: 'credit',
  unknown_model: 'model',
  context_too_long: 'room',
}

/**
 * Decides what becomes of a task whose request came to nothing for now. What can be mended by a person pauses
 * the task where it is, with words; nothing is lost and nobody's parent is told of a failure. What was tried
 * already is read from the log, so that it is tried once, also over a restart. Pure.
 */
export function afterFailure(view: TaskView, end: FailedEnd): AfterFailure {
  const { failure } = end
  if (failure.kind === 'refused') return { step: 'fail' }
  const lately = sinceProgress(view.items)
  if (failure.kind === 'empty' && !lately.some(isEmptyNudge)) return { step: 'nudge' }
  if (failure.kind === 'context_too_long' && !wasCondensedForRoom(lately)) return { step: 'condense' }
  const needs = needOf[failure.kind] ?? null
  return { step: 'pause', reason: reasonOf(end, needs), needs }
}

function reasonOf({ failure, why, tries }: FailedEnd, needs: Need | null): string {
  if (needs !== null) return `${failure.message} Then resume.`
  const often = why === 'tries' ? ` It was asked ${tries} times in a row.` : ''
  const long = why === 'offline_too_long' ? ' There was no way to it for too long to go on waiting.' : ''
  return `${failure.message}${often}${long} Resume to ask again.`
}

/** What came after the latest whole turn, or after a person had the task go on. */
function sinceProgress(items: readonly TranscriptItem[]): readonly TranscriptItem[] {
  const last = items.findLastIndex(
    (item) =>
      (item.type === 'turn' && item.state === 'committed') ||
      (item.type === 'notice' && item.notice.type === 'status'),
  )
  return items.slice(last + 1)
}

function isEmptyNudge(item: TranscriptItem): boolean {
  return item.type === 'message' && item.from === 'engine' && item.text === emptyNudge
}

/** Whether the history was condensed because the server had said that it is too long. */
function wasCondensedForRoom(items: readonly TranscriptItem[]): boolean {
  const refused = items.findIndex((item) => item.type === 'turn' && item.failure?.kind === 'context_too_long')
  return items.slice(refused + 1).some((item) => item.type === 'notice' && item.notice.type === 'condensed')
}

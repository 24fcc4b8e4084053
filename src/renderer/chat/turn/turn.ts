import type { TranscriptItem } from '../../../contract/task-view.ts'

/** A request to the model and its answer. */
export type Turn = Extract<TranscriptItem, { type: 'turn' }>

import { createStore, type StoreApi } from 'zustand/vanilla'
import type { ApprovalId } from '../../contract/ids.ts'
import type { ClashSide } from '../../contract/work.ts'
import { type Choice, everything } from './choice.ts'
import type { Comment } from './comments.ts'

/** How far a person is with a piece of work that waits for their word. */
export type Review = {
  choice: Choice
  comments: readonly Comment[]
  /** What they would send back besides. */
  words: string
  /** The files that are unfolded, by path. */
  open: ReadonlySet<string>
  /** Looking, writing what is to be sent back, or asked whether the work is really to be dropped. */
  step: 'looking' | 'sending-back' | 'dropping'
  /** Whether its own subtasks that are still at work are stopped with it. */
  stopSubtasks: boolean
  /** Whose version stays, by path, as far as it was said. */
  sides: ReadonlyMap<string, ClashSide>
}

/** Reviews by the approval they are for. A card that scrolls out of sight is gone from the page; this is not. */
export type Reviews = { of: (approvalId: ApprovalId) => StoreApi<Review> }

/** So many are kept, the latest ones: an approval that was answered is never asked for again. */
const kept = 40

/** Begins without any. */
export function createReviews(): Reviews {
  const known = new Map<ApprovalId, StoreApi<Review>>()
  return {
    of: (approvalId) => {
      const review =
        known.get(approvalId) ??
        createStore<Review>(() => ({
          choice: everything,
          comments: [],
          words: '',
          open: new Set(),
          step: 'looking',
          stopSubtasks: false,
          sides: new Map(),
        }))
      known.delete(approvalId)
      known.set(approvalId, review)
      for (const old of known.keys()) {
        if (known.size <= kept) break
        known.delete(old)
      }
      return review
    },
  }
}

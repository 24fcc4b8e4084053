import { useMemo } from 'react'
import { useStore } from 'zustand'
import type { ApprovalId } from '../../contract/ids.ts'
import type { Work } from '../../contract/work.ts'
import { useAppState } from '../state/app-state-context.tsx'
import { toggleAll, toggleFile, toggleHunk } from './choice.ts'
import { type Comment, withComment } from './comments.ts'
import type { Review } from './reviews.ts'

/** What a person does to a review. */
export type ReviewDeeds = {
  change: (part: Partial<Review>) => void
  toggleAll: (work: Work) => void
  toggleFile: (path: string) => void
  /** `of`: how many hunks the file has. */
  toggleHunk: (path: string, at: number, of: number) => void
  comment: (comment: Comment) => void
  unfold: (path: string, open: boolean) => void
}

/** How far a person is with what is asked, and what they can do. The deeds stay the same. */
export function useReview(approvalId: ApprovalId): { review: Review; deeds: ReviewDeeds } {
  const store = useAppState().reviews.of(approvalId)
  const review = useStore(store)
  const deeds = useMemo((): ReviewDeeds => {
    const { getState, setState } = store
    return {
      change: setState,
      toggleAll: (work) => setState({ choice: toggleAll(getState().choice, work) }),
      toggleFile: (path) => setState({ choice: toggleFile(getState().choice, path) }),
      toggleHunk: (path, at, of) => setState({ choice: toggleHunk(getState().choice, path, at, of) }),
      comment: (comment) => setState({ comments: withComment(getState().comments, comment) }),
      unfold: (path, open) => {
        const next = new Set(getState().open)
        if (open) next.add(path)
        else next.delete(path)
        setState({ open: next })
      },
    }
  }, [store])
  return { review, deeds }
}

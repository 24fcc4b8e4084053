import { type KeyboardEvent, type RefObject, useRef } from 'react'
import type { CallId } from '../../../contract/ids.ts'
import { isPressed } from '../../palette/keys-now.ts'
import { useAppState } from '../../state/app-state-context.tsx'
import { useKeepFocus } from '../keep-focus.ts'
import { useSeenCard } from '../seen-cards.tsx'
import { approvalKey } from './approval-keys.ts'
import { useGrace } from './use-grace.ts'

/** A card's element and its keys. */
export type Card = {
  element: RefObject<HTMLElement | null>
  /** Whether it has been there long enough for a yes. Its keys know by themselves. */
  ready: boolean
  /** Gives the card itself the focus, so that its keys are heard. */
  focus: () => void
  onKeyDown: (event: KeyboardEvent<HTMLElement>) => void
}

/** What every card that asks has in common. `onApprove` and `onReject` are what its keys do. */
export function useCard(
  callId: CallId,
  { onApprove, onReject }: { onApprove: () => void; onReject: () => void },
): Card {
  const app = useAppState()
  const element = useRef<HTMLElement>(null)
  const shownAt = useRef(performance.now())
  useSeenCard(element, callId)
  useKeepFocus(element)
  const ready = useGrace()
  const shownFor = () => performance.now() - shownAt.current
  return {
    element,
    ready,
    focus: () => element.current?.focus(),
    onKeyDown: (event) => {
      if (event.target !== event.currentTarget) return
      const meant = approvalKey(event.nativeEvent, shownFor(), (id) => isPressed(app, id, event.nativeEvent))
      if (event.key === 'Enter' || meant !== null) event.preventDefault()
      if (meant === 'approve') onApprove()
      else if (meant === 'reject') onReject()
    },
  }
}

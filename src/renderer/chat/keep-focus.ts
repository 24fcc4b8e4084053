import { type RefObject, useLayoutEffect } from 'react'

/** A card that goes while it has the focus leaves it to the transcript, so that the next key is heard there. */
export function useKeepFocus(card: RefObject<HTMLElement | null>): void {
  useLayoutEffect(() => {
    const element = card.current
    const transcript = element?.closest<HTMLElement>('[role="log"]')
    return () => {
      if (element?.contains(document.activeElement)) transcript?.focus({ preventScroll: true })
    }
  }, [card])
}

import { createContext, type ReactNode, type RefObject, useContext, useEffect, useState } from 'react'
import { useStore } from 'zustand'
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { CallId } from '../../contract/ids.ts'

/** Cards of the pane that are in view right now. */
type Seen = StoreApi<ReadonlySet<CallId>>

const SeenContext = createContext<Seen | null>(null)

/** Must stand around everything of one pane. */
export function SeenCards({ children }: { children: ReactNode }) {
  const [seen] = useState<Seen>(() => createStore<ReadonlySet<CallId>>(() => new Set()))
  return <SeenContext value={seen}>{children}</SeenContext>
}

function useSeen(): Seen {
  const seen = useContext(SeenContext)
  if (seen === null) throw new Error('A card stands outside SeenCards.')
  return seen
}

/** Tells the pane while a card is in view. */
export function useSeenCard(card: RefObject<HTMLElement | null>, callId: CallId): void {
  const seen = useSeen()
  useEffect(() => {
    const element = card.current
    if (element === null) return
    const tell = (inView: boolean) => {
      if (seen.getState().has(callId) === inView) return
      const next = new Set(seen.getState())
      if (inView) next.add(callId)
      else next.delete(callId)
      seen.setState(next, true)
    }
    const observer = new IntersectionObserver((entries) => tell(entries.at(-1)?.isIntersecting === true))
    observer.observe(element)
    return () => {
      observer.disconnect()
      tell(false)
    }
  }, [card, callId, seen])
}

/** Which cards are in view. */
export function useSeenCards(): ReadonlySet<CallId> {
  return useStore(useSeen())
}

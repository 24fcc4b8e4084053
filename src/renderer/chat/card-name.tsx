import { createContext, useContext } from 'react'

/** The id of what says whose card it is, where cards of several tasks stand in one list. */
export const CardOwnerContext = createContext<string | null>(null)

/** What `aria-labelledby` of a card says: its title, and whose it is where that is not plain. */
export function useCardName(titleId: string): string {
  const owner = useContext(CardOwnerContext)
  return owner === null ? titleId : `${titleId} ${owner}`
}

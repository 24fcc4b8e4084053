import { createContext, type ReactNode, useContext } from 'react'
import type { AppState } from './app-state.ts'

const AppStateContext = createContext<AppState | null>(null)

/** Hands the app's state to everything inside. */
export function AppStateProvider({ state, children }: { state: AppState; children: ReactNode }) {
  return <AppStateContext value={state}>{children}</AppStateContext>
}

/** The app's state: its stores, its client, its navigation. It is the same object for the page's life. */
export function useAppState(): AppState {
  const state = useContext(AppStateContext)
  if (state === null) throw new Error('useAppState is called outside AppStateProvider.')
  return state
}

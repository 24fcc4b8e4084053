import { useEffect, useState } from 'react'
import { useStore } from 'zustand'
import type { WorkspaceId } from '../../contract/ids.ts'
import { StartScreen } from '../start/start-screen.tsx'
import { useAppState } from '../state/app-state-context.tsx'
import { useOnline, useResource, useWorkspaceId } from '../state/hooks.ts'
import { loadLastWorkspace } from '../state/layout.ts'
import { ErrorState } from '../ui/error-state.tsx'
import { Spinner } from '../ui/spinner.tsx'
import { WorkspaceWindow } from './workspace-window.tsx'

/** The window of the workspace one is in; the start screen before one was chosen, or without a model. */
export function StartGate() {
  const app = useAppState()
  const workspaces = useResource(app.workspaces)
  const hasModel = useStore(app.providers.store, (state) => state.value?.some(({ isDefault }) => isDefault))
  const workspaceId = useWorkspaceId()
  const looked = useLastWorkspace()
  // A workspace once entered stays open, also when its last provider is removed.
  const [entered, setEntered] = useState<WorkspaceId | null>(null)
  if (workspaceId !== entered && (workspaceId === null || hasModel === true)) setEntered(workspaceId)

  if (workspaces.status === 'failed' && workspaces.value === null) {
    return (
      <ErrorState
        title="Treeline could not say which folders were opened"
        message={workspaces.error ?? ''}
        onRetry={() => void app.workspaces.reload()}
      />
    )
  }
  if (workspaces.value === null || hasModel === undefined || !looked) return <Splash />
  if (entered !== null && entered === workspaceId) {
    return <WorkspaceWindow key={workspaceId} workspaceId={workspaceId} />
  }
  return <StartScreen />
}

/** Goes to the workspace that was open last, if it is still there. True once that was looked up. */
function useLastWorkspace(): boolean {
  const { client, workspaces, navigation } = useAppState()
  const online = useOnline()
  const known = useStore(workspaces.store, (state) => state.value)
  // Undefined until it has been asked: both questions go out at once.
  const [last, setLast] = useState<string | null>()
  const [looked, setLooked] = useState(false)
  useEffect(() => {
    if (last !== undefined || !online) return
    let gone = false
    const settle = (found: string | null) => {
      if (!gone) setLast(found)
    }
    loadLastWorkspace(client).then(settle, () => settle(null))
    return () => {
      gone = true
    }
  }, [client, online, last])
  useEffect(() => {
    if (looked || last === undefined || known === null) return
    const found = known.find(({ id, available }) => id === last && available)
    if (found !== undefined && navigation.store.getState().workspaceId === null) {
      navigation.setWorkspace(found.id)
    }
    setLooked(true)
  }, [navigation, known, last, looked])
  return looked
}

const patienceMs = 400

function Splash() {
  const [late, setLate] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), patienceMs)
    return () => clearTimeout(timer)
  }, [])
  return (
    <div className="flex h-full items-center justify-center text-ink-3">
      {late ? <Spinner label="Connecting to Treeline" size={20} /> : null}
    </div>
  )
}

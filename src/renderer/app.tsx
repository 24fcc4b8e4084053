import { useEffect } from 'react'
import { useStore } from 'zustand'
import type { TaskId } from '../contract/ids.ts'
import { followAttention } from './attention/follow-attention.ts'
import { warmUpMarkdown } from './chat/markdown/warm-up.ts'
import { bindKeys, hearHostCommands } from './palette/bind-keys.ts'
import { bindMouse } from './palette/bind-mouse.ts'
import { Palette } from './palette/palette.tsx'
import { tellUnable } from './palette/tell-unable.ts'
import { AppDialogs } from './panes/app-dialogs.tsx'
import { ConnectionNotice, RefusedScreen } from './panes/connection-notice.tsx'
import { StartGate } from './panes/start-gate.tsx'
import { StorageNotice } from './panes/storage-notice.tsx'
import { TaskWindow } from './panes/task-window.tsx'
import { followLook } from './settings/look.ts'
import { followTheme } from './settings/theme.ts'
import type { AppState } from './state/app-state.ts'
import { AppStateProvider, useAppState } from './state/app-state-context.tsx'
import { useConnectionState } from './state/hooks.ts'
import { ToastViewport } from './ui/toast.tsx'
import { TooltipProvider } from './ui/tooltip.tsx'

/** The page: one task when it was opened for one, else the whole window. */
export function App({ state, taskId }: { state: AppState; taskId: TaskId | null }) {
  useEffect(() => {
    const stops = [
      followTheme(state, window),
      followLook(state, window),
      bindKeys(state, window),
      bindMouse(state, window),
      hearHostCommands(state, window),
      followAttention(state, window),
      tellUnable(state, window),
      warmUpMarkdown(window),
    ]
    return () => {
      for (const stop of stops) stop()
    }
  }, [state])
  return (
    <AppStateProvider state={state}>
      <TooltipProvider>
        <Screen taskId={taskId} />
        <Toasts />
      </TooltipProvider>
    </AppStateProvider>
  )
}

function Screen({ taskId }: { taskId: TaskId | null }) {
  const connection = useConnectionState()
  if (connection.status === 'refused') return <RefusedScreen message={connection.message} />
  return (
    <div className="flex h-full flex-col">
      <ConnectionNotice />
      <StorageNotice />
      <div className="min-h-0 flex-1">{taskId === null ? <StartGate /> : <TaskWindow taskId={taskId} />}</div>
      <Palette />
      <AppDialogs />
    </div>
  )
}

function Toasts() {
  const { toasts } = useAppState()
  return <ToastViewport toasts={useStore(toasts.store)} onClose={toasts.close} />
}

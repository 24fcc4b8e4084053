import { useEffect, useState } from 'react'
import type { TaskId } from '../../contract/ids.ts'
import { InboxPane } from '../inbox/inbox-pane.tsx'
import { LazyPlanPane } from '../plan/lazy-plan-pane.tsx'
import { SearchPane } from '../search/search-pane.tsx'
import { LazyModesEditor, LazySettingsFile } from '../settings/lazy-editors.tsx'
import { SettingsPane } from '../settings/settings-pane.tsx'
import { useAppState } from '../state/app-state-context.tsx'
import { useLatest, useTaskSummary, useWorkspaceId } from '../state/hooks.ts'
import type { Pane } from '../state/navigation.ts'
import { XrayPane } from '../xray/xray-pane.tsx'
import { TaskPane } from './task-pane.tsx'

/**
 * A window of its own for one task. Whatever is opened in it takes the task's place; closing that brings the
 * task back, and closing a task closes the window.
 */
export function TaskWindow({ taskId }: { taskId: TaskId }) {
  const { navigation } = useAppState()
  const workspaceId = useWorkspaceId()
  const [pane, setPane] = useState<Pane>({ type: 'task', taskId })
  const task = useTaskSummary('taskId' in pane ? pane.taskId : null)

  useEffect(() => {
    if (task !== undefined) {
      navigation.setWorkspace(task.workspaceId)
      document.title = `${task.displayId} ${task.title}`
    }
    navigation.setFront(pane)
  }, [navigation, pane, task])

  return (
    <>
      {/* Going to another workspace lets go of the host, so it is attached anew for each. */}
      <Attached key={workspaceId} taskId={taskId} pane={pane} onOpen={setPane} />
      <Shown pane={pane} taskId={taskId} />
    </>
  )
}

function Attached({ taskId, pane, onOpen }: { taskId: TaskId; pane: Pane; onOpen: (pane: Pane) => void }) {
  const { navigation } = useAppState()
  const showsTask = useLatest(pane.type === 'task')
  useEffect(() => {
    const back = () => onOpen({ type: 'task', taskId })
    return navigation.attach({
      open: onOpen,
      split: () => {},
      closeFront: () => (showsTask.current ? window.close() : back()),
      reopen: back,
      goTo: () => {},
      zoom: () => {},
      nextSplit: () => {},
    })
  }, [navigation, taskId, onOpen, showsTask])
  return null
}

function Shown({ pane, taskId }: { pane: Pane; taskId: TaskId }) {
  if (pane.type === 'inbox') return <InboxPane />
  if (pane.type === 'search') return <SearchPane />
  if (pane.type === 'modes') return <LazyModesEditor />
  if (pane.type === 'settings') return <SettingsPane />
  if (pane.type === 'settings-file') return <LazySettingsFile />
  if (pane.type === 'plan') return <LazyPlanPane taskId={pane.taskId} />
  if (pane.type === 'xray') return <XrayPane taskId={pane.taskId} />
  return <TaskPane taskId={pane.type === 'task' ? pane.taskId : taskId} />
}

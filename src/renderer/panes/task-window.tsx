import { useEffect, useState } from 'react'
import type { TaskId } from '../../contract/ids.ts'
import { LazyModesEditor } from '../settings/lazy-modes-editor.tsx'
import { SettingsPane } from '../settings/settings-pane.tsx'
import { useAppState } from '../state/app-state-context.tsx'
import { useTaskSummary } from '../state/hooks.ts'
import type { Pane } from '../state/navigation.ts'
import { TaskPane } from './task-pane.tsx'

/** A window of its own for one task. Whatever is opened in it takes the task's place. */
export function TaskWindow({ taskId }: { taskId: TaskId }) {
  const { navigation } = useAppState()
  const [pane, setPane] = useState<Pane>({ type: 'task', taskId })
  const task = useTaskSummary(pane.type === 'task' ? pane.taskId : null)

  useEffect(() => {
    const back = () => setPane({ type: 'task', taskId })
    return navigation.attach({
      open: setPane,
      split: () => {},
      closeFront: back,
      reopen: back,
      goTo: () => {},
    })
  }, [navigation, taskId])

  useEffect(() => {
    navigation.setFront(pane)
    if (task === undefined) return
    navigation.setWorkspace(task.workspaceId)
    navigation.setFront(pane)
    document.title = `${task.displayId} ${task.title}`
  }, [navigation, pane, task])

  if (pane.type === 'modes') return <LazyModesEditor />
  if (pane.type === 'settings') return <SettingsPane />
  return <TaskPane taskId={pane.type === 'task' ? pane.taskId : taskId} />
}

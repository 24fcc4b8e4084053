import { useStore } from 'zustand'
import type { TaskId } from '../../contract/ids.ts'
import { useAppState } from '../state/app-state-context.tsx'
import { useChildIds, useTaskView } from '../state/hooks.ts'
import { Segments } from '../ui/segments.tsx'
import { OwnEdits } from './own-edits.tsx'
import { OwnWork } from './own-work.tsx'
import { SubtreeFiles } from './subtree-files.tsx'

/** What the task changed in files, and with its subtasks, if wanted, what they did. */
export function ChangesTab({ taskId }: { taskId: TaskId }) {
  const { chrome } = useAppState()
  const wide = useStore(chrome.store, ({ right }) => right.subtree === true)
  const parent = useChildIds(taskId).length > 0
  return (
    <>
      {parent ? (
        <div className="px-3 pb-2">
          <Segments
            label="Whose changes"
            value={wide ? 'subtree' : 'task'}
            choices={[
              { value: 'task', name: 'This task' },
              { value: 'subtree', name: 'With subtasks' },
            ]}
            onChoose={(value) => chrome.setRight({ subtree: value === 'subtree' })}
          />
        </div>
      ) : null}
      {parent && wide ? <SubtreeFiles key={taskId} taskId={taskId} /> : <Own taskId={taskId} />}
    </>
  )
}

/** In its worktree if it has or had one, else by its edits. */
function Own({ taskId }: { taskId: TaskId }) {
  const isolated = useTaskView(taskId, (view) => view.isolated)
  const edits = <OwnEdits taskId={taskId} />
  return isolated === true ? <OwnWork key={taskId} taskId={taskId} without={edits} /> : edits
}

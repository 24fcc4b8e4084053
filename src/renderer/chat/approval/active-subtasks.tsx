import { Fragment } from 'react'
import type { TaskId } from '../../../contract/ids.ts'
import { useNavigation } from '../../state/hooks.ts'
import { Segments } from '../../ui/segments.tsx'

/** Subtasks that are still at work while their parent wants to finish, and what is to become of them. */
export function ActiveSubtasks({
  active,
  stop,
  onStop,
}: {
  active: readonly { taskId: TaskId; displayId: string; title: string }[]
  stop: boolean
  onStop: (stop: boolean) => void
}) {
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5 border-t border-line px-3 py-2">
      <p className="min-w-0 flex-1 basis-60">
        {active.map((task, at) => (
          <Fragment key={task.taskId}>
            {at === 0 ? '' : at === active.length - 1 ? ' and ' : ', '}
            <TaskLink {...task} />
          </Fragment>
        ))}{' '}
        {active.length === 1 ? 'is still at work.' : 'are still at work.'}
      </p>
      <Segments
        label={active.length === 1 ? 'The subtask at work' : 'The subtasks at work'}
        value={stop ? 'stop' : 'go-on'}
        choices={[
          { value: 'go-on', name: active.length === 1 ? 'Let it go on' : 'Let them go on' },
          { value: 'stop', name: active.length === 1 ? 'Stop it' : 'Stop them' },
        ]}
        onChoose={(value) => onStop(value === 'stop')}
      />
    </div>
  )
}

function TaskLink({ taskId, displayId, title }: { taskId: TaskId; displayId: string; title: string }) {
  const { openTask } = useNavigation()
  return (
    <button
      type="button"
      title={`Open ${title}`}
      onClick={(event) => openTask(taskId, { beside: event.ctrlKey || event.metaKey })}
      className="tabular rounded-sm underline decoration-line-strong underline-offset-2 hover:decoration-ink"
    >
      {displayId}
    </button>
  )
}

import { FileDiff } from 'lucide-react'
import { useRef, useState } from 'react'
import { useStore } from 'zustand'
import { filesAtFirst, type SubtreeChanges } from '../../contract/changes-api.ts'
import type { TaskId } from '../../contract/ids.ts'
import { filesWords } from '../review/choice-words.ts'
import { useAppState } from '../state/app-state-context.tsx'
import { useClient, useFreshResource } from '../state/hooks.ts'
import { createResource } from '../state/resource.ts'
import { Button } from '../ui/button.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { LookAgain, NotLatest, NotRead } from './reading.tsx'
import { restMark } from './rest-mark.ts'
import { SubtreeFileEntry } from './subtree-file-entry.tsx'
import { TaskLink } from './task-link.tsx'

/** What a task and everything below it changed, file by file. Read anew when one of them comes to rest. */
export function SubtreeFiles({ taskId }: { taskId: TaskId }) {
  const client = useClient()
  const limit = useRef(filesAtFirst)
  const [resource] = useState(() =>
    createResource<SubtreeChanges>(() => client.changes.subtree({ taskId, limit: limit.current })),
  )
  const mark = useStore(useAppState().tree.store, (tree) => restMark(tree, taskId))
  const { status, value, error } = useFreshResource(resource, mark)
  const more = () => {
    limit.current = Math.min(5_000, limit.current * 5)
    void resource.reload()
  }
  const failed = status === 'failed' ? (error ?? '') : null
  const reload = () => void resource.reload()
  if (value === null) return <NotRead failed={failed} onRetry={reload} />
  const { files, moreFiles, tasks, moreTasks, unread } = value
  return (
    <div className="pb-4">
      <div className="flex items-center gap-2 pr-1.5 pb-1.5 pl-3 text-small text-ink-2">
        <p className="min-w-0 flex-1">
          {files.length === 0 ? 'No changes' : filesWords(files.length + moreFiles)}
          <span className="text-ink-3"> by {tasks === 1 ? '1 task' : `${tasks} tasks`}</span>
        </p>
        <LookAgain onClick={reload} />
      </div>
      <NotLatest failed={failed} />
      {moreTasks > 0 ? (
        <p className="px-3 pb-1.5 text-small text-ink-3">
          The first {tasks} tasks were looked at, and {moreTasks} more were not.
        </p>
      ) : null}
      {unread.map((task) => (
        <p key={task.taskId} className="px-3 pb-1.5 text-small text-ink-2">
          Not looked at: the worktree of <TaskLink {...task} />.{' '}
          <span className="text-ink-3">{task.why}</span>
        </p>
      ))}
      {files.length === 0 ? (
        <EmptyState icon={<FileDiff />} title="No changes">
          Files that this task and its subtasks create, change or delete are listed here.
        </EmptyState>
      ) : (
        <ul aria-label="Changed files">
          {files.map((file) => (
            <li key={file.path}>
              <SubtreeFileEntry file={file} version={mark} />
            </li>
          ))}
        </ul>
      )}
      {moreFiles > 0 ? (
        <Button size="small" look="quiet" className="m-1" onClick={more}>
          Show more of {filesWords(moreFiles).replace(' ', ' more ')}
        </Button>
      ) : null}
    </div>
  )
}

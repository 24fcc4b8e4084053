import { type ReactNode, useState } from 'react'
import type { TaskId } from '../../contract/ids.ts'
import type { Work } from '../../contract/work.ts'
import { ChangeCount } from '../diff/change-count.tsx'
import { filesWords, linesOf } from '../review/choice-words.ts'
import { WorkList } from '../review/work-list.tsx'
import { useClient, useFreshResource, useTaskView } from '../state/hooks.ts'
import { createResource } from '../state/resource.ts'
import { revealHidden } from '../ui/reveal-hidden.ts'
import { LookAgain, NotLatest, NotRead } from './reading.tsx'

/**
 * What a task has done in its worktree, by the files in it and not by its calls, or what of it was taken over. Asked
 * again when the task comes to rest or its work comes home, and on demand. `without` stands there for a task whose
 * work is in no worktree and was in none.
 */
export function OwnWork({ taskId, without }: { taskId: TaskId; without: ReactNode }) {
  const client = useClient()
  const [resource] = useState(() => createResource<Work | null>(() => client.task.work({ taskId })))
  const stage = useTaskView(taskId, ({ status, worktree, landed }) =>
    [status, worktree === null, landed?.after, landed?.reverted].join(' '),
  )
  const { status, value: work, error } = useFreshResource(resource, stage)
  const atWork = useTaskView(taskId, ({ worktree }) => worktree !== null)

  const failed = status === 'failed' ? (error ?? '') : null
  const reload = () => void resource.reload()

  if (work === null && (failed !== null || status === 'loading')) {
    return <NotRead failed={failed} onRetry={reload} />
  }
  if (work === null) return without
  const { files, moreFiles, into } = work
  const { added, removed } = linesOf(files)
  return (
    <div className="pb-4">
      <div className="flex items-start gap-2 pr-1.5 pb-1.5 pl-3 text-small text-ink-2">
        <p className="min-w-0 flex-1 py-[3px]">
          {atWork === true ? 'In its worktree: ' : 'Taken over: '}
          {files.length === 0 ? 'no changes' : filesWords(files.length + moreFiles)}{' '}
          {files.length === 0 ? null : <ChangeCount added={added} removed={removed} />}
          <span className="block text-ink-3">
            {atWork === true ? 'to go into ' : 'into '}
            <span className="font-mono wrap-anywhere select-text">{revealHidden(into)}</span>
          </span>
        </p>
        <LookAgain onClick={reload} />
      </div>
      <NotLatest failed={failed} />
      {files.length === 0 ? null : <WorkList taskId={taskId} work={work} />}
    </div>
  )
}

import { useState } from 'react'
import type { ChangeAuthor, ChangeWay, SubtreeFile } from '../../contract/changes-api.ts'
import type { TaskId } from '../../contract/ids.ts'
import { ChangeCount } from '../diff/change-count.tsx'
import { OpenInEditor } from '../diff/open-in-editor.tsx'
import { FileChange } from '../review/file-change.tsx'
import { useClient, useFreshResource } from '../state/hooks.ts'
import { createResource } from '../state/resource.ts'
import { Spinner } from '../ui/spinner.tsx'
import { EditHunks, type ShownEdit } from './edit-hunks.tsx'
import { FilePath } from './file-path.tsx'
import { FoldEntry } from './fold-entry.tsx'
import { TaskLink } from './task-link.tsx'

const stateWords = { created: 'new', changed: '', deleted: 'deleted' } as const
const wayWords: Record<ChangeWay, string> = {
  edit: 'edited',
  worktree: 'in its worktree',
  taken: 'taken over',
  branch: 'on a branch',
}

/** A file that tasks of a subtree changed: who did, and what each of them changed, on demand. */
export function SubtreeFileEntry({
  file: { path, state, by },
  version,
}: {
  file: SubtreeFile
  version: string
}) {
  const counted = by.filter(({ added }) => added !== null)
  const added = counted.reduce((sum, one) => sum + (one.added ?? 0), 0)
  const removed = counted.reduce((sum, one) => sum + (one.removed ?? 0), 0)
  const last = by.findLast(({ way }) => way !== 'branch')
  return (
    <FoldEntry
      line={
        <>
          <FilePath path={path} struck={state === 'deleted'} />
          <span className="shrink-0 text-micro text-ink-3">{stateWords[state]}</span>
          <span className="tabular shrink-0 text-small text-ink-3">
            <span className="sr-only">by </span>
            {by.length > 2 ? `${by.length} tasks` : by.map(({ displayId }) => displayId).join(', ')}
          </span>
          {counted.length === 0 ? null : <ChangeCount added={added} removed={removed} />}
        </>
      }
      actions={
        state === 'deleted' || last === undefined ? undefined : (
          <OpenInEditor taskId={last.taskId} path={path} />
        )
      }
      body={() =>
        by.map((author) => (
          <AuthorPart
            key={`${author.taskId} ${author.way} ${author.between?.head}`}
            path={path}
            author={author}
            version={version}
          />
        ))
      }
    />
  )
}

function AuthorPart({ path, author, version }: { path: string; author: ChangeAuthor; version: string }) {
  const { taskId, displayId, title, way, between } = author
  return (
    <div className="border-t border-line">
      <p className="flex items-center gap-1.5 px-3 py-1 text-small">
        <TaskLink taskId={taskId} displayId={displayId} title={title} />
        <span className="min-w-0 flex-1 truncate text-ink-2" title={title}>
          {title}
        </span>
        <span className="shrink-0 text-ink-3">{wayWords[way]}</span>
      </p>
      {between !== null ? (
        <FileChange place={{ taskId, ...between, path }} review={null} />
      ) : way === 'edit' ? (
        <AuthorEdits taskId={taskId} path={path} version={version} />
      ) : null}
    </div>
  )
}

/** Edits of a task that is not open here: fetched when they are looked at. */
function AuthorEdits({ taskId, path, version }: { taskId: TaskId; path: string; version: string }) {
  const client = useClient()
  const [resource] = useState(() => createResource<ShownEdit[]>(() => client.changes.edits({ taskId, path })))
  const { status, value, error } = useFreshResource(resource, version)
  if (value === null) {
    return (
      <div className="border-t border-line px-3 py-2 text-small text-ink-3">
        {status === 'failed' ? error : <Spinner label="Reading the changes" size={14} />}
      </div>
    )
  }
  if (value.length === 0)
    return (
      <p className="border-t border-line px-3 py-2 text-small text-ink-3">
        It was deleted, or changed elsewhere.
      </p>
    )
  return value.map((edit) => <EditHunks key={edit.callId} path={path} edit={edit} onRevert={null} />)
}

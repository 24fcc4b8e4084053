import { FileDiff } from 'lucide-react'
import { useMemo } from 'react'
import type { TaskId } from '../../contract/ids.ts'
import { ChangeCount } from '../diff/change-count.tsx'
import { DiffView } from '../diff/diff-view.tsx'
import { useTaskView } from '../state/hooks.ts'
import { classNames } from '../ui/class-names.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import { FoldEntry } from './fold-entry.tsx'
import { type ChangedFile, listChanges } from './list-changes.ts'
import { OwnWork } from './own-work.tsx'

const noCalls = {}

/** What the task changed in files: in its worktree if it has or had one, else by its edits. */
export function ChangesTab({ taskId }: { taskId: TaskId }) {
  const isolated = useTaskView(taskId, (view) => view.isolated)
  const edits = <Edits taskId={taskId} />
  return isolated === true ? <OwnWork key={taskId} taskId={taskId} without={edits} /> : edits
}

/** The files that its calls changed, each edit's diff on demand. */
function Edits({ taskId }: { taskId: TaskId }) {
  const calls = useTaskView(taskId, (view) => view.calls) ?? noCalls
  const files = useMemo(() => listChanges(calls), [calls])
  if (files.length === 0) {
    return (
      <EmptyState icon={<FileDiff />} title="No changes">
        Files this task creates, changes or deletes are listed here with their diffs.
      </EmptyState>
    )
  }
  const added = files.reduce((sum, file) => sum + file.added, 0)
  const removed = files.reduce((sum, file) => sum + file.removed, 0)
  return (
    <div className="pb-4">
      <p className="flex gap-2 px-3 pb-1.5 text-small text-ink-2">
        {files.length === 1 ? '1 file' : `${files.length} files`}
        <ChangeCount added={added} removed={removed} />
      </p>
      {files.map((file) => (
        <FileEntry key={file.path} file={file} />
      ))}
    </div>
  )
}

const stateWords = { created: 'new', changed: '', deleted: 'deleted' } as const

function FileEntry({ file }: { file: ChangedFile }) {
  const slash = file.path.lastIndexOf('/') + 1
  return (
    <FoldEntry
      line={
        <>
          <span title={file.path} className="flex min-w-0 flex-1">
            <span className="truncate text-ink-3">{file.path.slice(0, slash)}</span>
            <span className={classNames('shrink-0', file.state === 'deleted' && 'line-through')}>
              {file.path.slice(slash)}
            </span>
          </span>
          <span className="shrink-0 text-micro text-ink-3">{stateWords[file.state]}</span>
          <ChangeCount added={file.added} removed={file.removed} />
        </>
      }
      body={() =>
        file.edits.map(({ callId, patch }) => (
          <div key={callId} className="border-t border-line">
            <DiffView patch={patch} label={`Changes of ${file.path}`} />
          </div>
        ))
      }
    />
  )
}

import { FileDiff, Undo2 } from 'lucide-react'
import { useMemo, useState } from 'react'
import type { TaskId } from '../../contract/ids.ts'
import { ChangeCount } from '../diff/change-count.tsx'
import { lineOf, OpenInEditor } from '../diff/open-in-editor.tsx'
import { filesWords } from '../review/choice-words.ts'
import { useOnline, useTaskView } from '../state/hooks.ts'
import { Button } from '../ui/button.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { EditHunks, wholeRevert } from './edit-hunks.tsx'
import { FilePath } from './file-path.tsx'
import { FoldEntry } from './fold-entry.tsx'
import { type ChangedFile, listChanges } from './list-changes.ts'
import { RevertDialog, type RevertOrder } from './revert-dialog.tsx'

const noCalls = {}

/** The files that a task's calls changed, each with its diff, of which places can be taken back. */
export function OwnEdits({ taskId }: { taskId: TaskId }) {
  const calls = useTaskView(taskId, (view) => view.calls) ?? noCalls
  const files = useMemo(() => listChanges(calls), [calls])
  const [order, setOrder] = useState<RevertOrder | null>(null)
  const online = useOnline()
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
        {filesWords(files.length)}
        <ChangeCount added={added} removed={removed} />
      </p>
      {files.map((file) => (
        <FileEntry key={file.path} taskId={taskId} file={file} onRevert={online ? setOrder : null} />
      ))}
      {order === null ? null : <RevertDialog taskId={taskId} order={order} onClose={() => setOrder(null)} />}
    </div>
  )
}

const stateWords = { created: 'new', changed: '', deleted: 'deleted' } as const

function FileEntry({
  taskId,
  file: { path, state, added, removed, edits },
  onRevert,
}: {
  taskId: TaskId
  file: ChangedFile
  onRevert: ((order: RevertOrder) => void) | null
}) {
  const all = useMemo(() => wholeRevert(path, edits), [path, edits])
  const many = all !== null && all.edits.reduce((sum, { hunks }) => sum + hunks.length, 0) > 1
  const reverted = edits.length > 0 && all === null && edits.some((edit) => edit.reverted.length > 0)
  return (
    <FoldEntry
      line={
        <>
          <FilePath path={path} struck={state === 'deleted' || reverted} />
          <span className="shrink-0 text-micro text-ink-3">{reverted ? 'reverted' : stateWords[state]}</span>
          <ChangeCount added={added} removed={removed} />
        </>
      }
      actions={
        state === 'deleted' ? undefined : (
          <OpenInEditor taskId={taskId} path={path} line={lineOf(edits.at(-1)?.patch ?? '')} />
        )
      }
      body={() => (
        <>
          {edits.map((edit) => (
            <EditHunks key={edit.callId} path={path} edit={edit} onRevert={onRevert} />
          ))}
          {all !== null && many && onRevert !== null ? (
            <div className="border-t border-line px-2 py-1">
              <Button
                size="small"
                look="quiet"
                icon={<Undo2 className="size-3" />}
                onClick={() => onRevert(all)}
              >
                Revert all in this file
              </Button>
            </div>
          ) : null}
        </>
      )}
    />
  )
}

import { useState } from 'react'
import { useStore } from 'zustand'
import type { TaskId } from '../../contract/ids.ts'
import { KeysDialog } from '../palette/keys-dialog.tsx'
import { FolderChooser } from '../start/folder-chooser.tsx'
import { useAppState } from '../state/app-state-context.tsx'
import { useBelow, useTaskSummary } from '../state/hooks.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Field, Input } from '../ui/field.tsx'
import { RetryDialog } from './retry-dialog.tsx'

/** The dialogs that commands open, one at a time. */
export function AppDialogs() {
  const { chrome } = useAppState()
  const dialog = useStore(chrome.store, (state) => state.dialog)
  const close = () => chrome.showDialog(null)
  switch (dialog?.type) {
    case undefined:
      return null
    case 'rename':
      return <RenameDialog taskId={dialog.taskId} onClose={close} />
    case 'cancel':
      return <CancelDialog taskId={dialog.taskId} onClose={close} />
    case 'retry':
      return <RetryDialog taskId={dialog.taskId} onClose={close} />
    case 'keys':
      return <KeysDialog onClose={close} />
    case 'open-folder':
      return (
        <Dialog open onOpenChange={close} title="Open a folder" width="medium">
          <FolderChooser onOpened={close} />
        </Dialog>
      )
    default: {
      const unknown: never = dialog
      return unknown
    }
  }
}

function RenameDialog({ taskId, onClose }: { taskId: TaskId; onClose: () => void }) {
  const { client, toasts } = useAppState()
  const task = useTaskSummary(taskId)
  const [title, setTitle] = useState(task?.title ?? '')
  const save = async () => {
    try {
      await client.task.rename({ taskId, title: title.trim() })
      onClose()
    } catch (error) {
      toasts.failed('The task could not be renamed', error)
    }
  }
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={`Rename ${task?.displayId ?? 'task'}`}
      footer={
        <>
          <Button onClick={onClose}>Keep the name</Button>
          <Button look="primary" disabled={title.trim() === ''} onClick={save}>
            Rename
          </Button>
        </>
      }
    >
      <Field label="Title">
        {(ids) => (
          <Input
            {...ids}
            value={title}
            maxLength={200}
            onFocus={(event) => event.target.select()}
            onChange={(event) => setTitle(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && title.trim() !== '') void save()
            }}
          />
        )}
      </Field>
    </Dialog>
  )
}

function CancelDialog({ taskId, onClose }: { taskId: TaskId; onClose: () => void }) {
  const { client, toasts } = useAppState()
  const task = useTaskSummary(taskId)
  const below = useBelow(taskId)
  const [reason, setReason] = useState('')
  const cancel = async () => {
    try {
      await client.task.cancel({ taskId, reason: reason.trim() })
      onClose()
    } catch (error) {
      toasts.failed('The task could not be cancelled', error)
    }
  }
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={`Cancel ${task?.displayId ?? 'task'}?`}
      description={
        <>
          “{task?.title}” ends here{below ? ', and so does every open subtask below it' : ''}. What it changed
          stays. {task?.parentId ? 'Its parent is told, with your reason.' : ''}
        </>
      }
      footer={
        <>
          <Button onClick={onClose}>Let it go on</Button>
          <Button look="danger" onClick={cancel}>
            Cancel task
          </Button>
        </>
      }
    >
      <Field label="Reason (optional)">
        {(ids) => <Input {...ids} value={reason} onChange={(event) => setReason(event.target.value)} />}
      </Field>
    </Dialog>
  )
}

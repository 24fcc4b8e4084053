import { useId, useState } from 'react'
import type { TaskId } from '../../contract/ids.ts'
import type { ModelChoice } from '../chat/composer/choose-model.ts'
import { ModeMenu } from '../chat/composer/mode-menu.tsx'
import { ModelMenu } from '../chat/composer/model-menu.tsx'
import { isSendKey } from '../chat/composer/send-key.ts'
import { useClient, useTaskSummary } from '../state/hooks.ts'
import { useDeed } from '../state/use-deed.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Field, TextArea } from '../ui/field.tsx'

/** Has an ended task go on: in another mode, with another model, with a word on what it should do differently. */
export function RetryDialog({ taskId, onClose }: { taskId: TaskId; onClose: () => void }) {
  const client = useClient()
  const task = useTaskSummary(taskId)
  const [mode, setMode] = useState<string | null>(null)
  const [model, setModel] = useState<ModelChoice | null>(null)
  const [message, setMessage] = useState('')
  const { busy, problem, run } = useDeed()
  const withId = useId()
  if (task === undefined) return null
  const retry = () =>
    run(
      () =>
        client.task.retry({
          taskId,
          message: message.trim(),
          ...(mode === null || mode === task.mode ? {} : { mode }),
          ...(model === null ? {} : { model }),
        }),
      onClose,
    )
  return (
    <Dialog
      open
      onOpenChange={onClose}
      width="medium"
      title={`Retry ${task.displayId}`}
      description={
        <>
          “{task.title}” goes on from where it ended, knowing everything it did.
          {task.parentId === null ? '' : ' What it comes to this time goes to its parent as a message.'}
        </>
      }
      footer={
        <>
          <Button onClick={onClose}>Leave it</Button>
          <Button look="primary" busy={busy} onClick={() => void retry()}>
            Retry
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        <Field label="What should it do differently?" hint="Without a word, it takes up where it was.">
          {(ids) => (
            <TextArea
              {...ids}
              rows={4}
              value={message}
              onChange={({ target }) => setMessage(target.value)}
              onKeyDown={(event) => {
                if (!isSendKey(event.nativeEvent) || busy) return
                event.preventDefault()
                void retry()
              }}
            />
          )}
        </Field>
        {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for fields, these are menus */}
        <div role="group" aria-labelledby={withId} className="flex min-w-0 flex-wrap items-center gap-1">
          <span id={withId} className="mr-1 text-small font-medium text-ink-2">
            With
          </span>
          <ModeMenu
            workspaceId={task.workspaceId}
            mode={mode ?? task.mode}
            modeName={mode === null ? task.modeName : undefined}
            onChoose={setMode}
          />
          <ModelMenu
            chosen={{
              ...(model ?? { providerId: task.providerId, model: task.model }),
              mode: mode ?? task.mode,
            }}
            onChoose={setModel}
          />
        </div>
        {problem === null ? null : (
          <p role="alert" className="text-small text-failed-ink select-text">
            {problem}
          </p>
        )}
      </div>
    </Dialog>
  )
}

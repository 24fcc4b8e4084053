import type { EditPlaces } from '../../contract/changes-api.ts'
import type { TaskId } from '../../contract/ids.ts'
import { useClient, useTaskField, useToasts } from '../state/hooks.ts'
import { useDeed } from '../state/use-deed.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { ProblemText } from '../ui/problem-text.tsx'
import { revealHidden } from '../ui/reveal-hidden.ts'

/** What is to be taken back, or put in again. */
export type RevertOrder = { path: string; edits: EditPlaces; back: boolean }

/** Asks whether changes of a task are really to be taken back, does it, and says why where it cannot be done. */
export function RevertDialog({
  taskId,
  order: { path, edits, back },
  onClose,
}: {
  taskId: TaskId
  order: RevertOrder
  onClose: () => void
}) {
  const client = useClient()
  const toasts = useToasts()
  const name = useTaskField(taskId, ({ displayId }) => displayId) ?? 'the task'
  const { busy, problem, run } = useDeed()
  const places = edits.reduce((sum, { hunks }) => sum + hunks.length, 0)
  const what = places === 1 ? 'this change' : `${places} changes`
  const file = <span className="font-mono text-small wrap-anywhere">{revealHidden(path)}</span>
  const revert = () =>
    run(
      () => client.changes.revert({ taskId, edits, back }),
      () => {
        const done = places === 1 ? 'Change' : 'Changes'
        toasts.show({ tone: 'done', title: back ? `${done} put back in` : `${done} reverted` })
        onClose()
      },
    )
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={back ? `Put ${what} back in?` : `Revert ${what}?`}
      description={
        back ? (
          <>
            What {name} had changed in {file} is made again, if the lines around it are as they were. {name}{' '}
            reads of it with its next request.
          </>
        ) : (
          <>
            What {name} changed there in {file} is as it was before, if the lines are still as it left them.
            Nothing else is touched. {name} reads of it with its next request.
          </>
        )
      }
      footer={
        <>
          <Button onClick={onClose}>Leave it</Button>
          <Button look={back ? 'primary' : 'danger'} busy={busy} onClick={() => void revert()}>
            {back ? 'Put back in' : 'Revert'}
          </Button>
        </>
      }
    >
      <ProblemText problem={problem} />
    </Dialog>
  )
}

import { Undo2 } from 'lucide-react'
import { useState } from 'react'
import type { TaskId } from '../../../contract/ids.ts'
import { filesWords } from '../../review/choice-words.ts'
import { useClient, useOnline, useTaskField, useToasts } from '../../state/hooks.ts'
import { useDeed } from '../../state/use-deed.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { ProblemText } from '../../ui/problem-text.tsx'
import { revealHidden } from '../../ui/reveal-hidden.ts'

/** Takes the work of a task out of the folder again, once the person has said that this is meant. */
export function TakeBack({ taskId, into, files }: { taskId: TaskId; into: string; files: number }) {
  const [asking, setAsking] = useState(false)
  const online = useOnline()
  return (
    <>
      <Button
        size="small"
        look="quiet"
        icon={<Undo2 className="size-3" />}
        disabled={!online}
        onClick={() => setAsking(true)}
      >
        Take back…
      </Button>
      {asking ? (
        <TakeBackDialog taskId={taskId} into={into} files={files} onClose={() => setAsking(false)} />
      ) : null}
    </>
  )
}

function TakeBackDialog({
  taskId,
  into,
  files,
  onClose,
}: {
  taskId: TaskId
  into: string
  files: number
  onClose: () => void
}) {
  const client = useClient()
  const toasts = useToasts()
  const name = useTaskField(taskId, ({ displayId }) => displayId) ?? 'the task'
  const { busy, problem, run } = useDeed()
  const takeBack = () =>
    run(
      () => client.task.revertWork({ taskId }),
      () => {
        toasts.show({ tone: 'done', title: `Took the work of ${name} back` })
        onClose()
      },
    )
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={`Take the work of ${name} back?`}
      description={
        <>
          What it changed in {filesWords(files)} is taken out of{' '}
          <span className="font-mono text-small wrap-anywhere">{revealHidden(into)}</span>, and nothing else:
          what was changed there before and since stays. Where later work is on top of it, nothing is taken
          back, and you are told where.
        </>
      }
      footer={
        <>
          <Button onClick={onClose}>Leave it there</Button>
          <Button look="danger" busy={busy} onClick={() => void takeBack()}>
            Take back
          </Button>
        </>
      }
    >
      <ProblemText problem={problem} />
    </Dialog>
  )
}

import { Cpu, CreditCard, FoldVertical, KeyRound, MessageCircleQuestion, Plug } from 'lucide-react'
import { type ReactNode, useId, useState } from 'react'
import type { TaskId } from '../../../contract/ids.ts'
import { needWords } from '../../../contract/need-words.ts'
import type { Need } from '../../../contract/turn-failure.ts'
import { runCommand } from '../../palette/commands.ts'
import { useAppState } from '../../state/app-state-context.tsx'
import { useClient, useProviders, useTaskView, useToasts } from '../../state/hooks.ts'
import { Button } from '../../ui/button.tsx'
import { useCardName } from '../card-name.tsx'
import { type ModelChoice, modelInForce } from '../composer/choose-model.ts'
import { ModelDialog } from '../composer/model-dialog.tsx'
import { Resume } from './resume.tsx'

const icons: Record<Need, ReactNode> = {
  key: <KeyRound />,
  credit: <CreditCard />,
  model: <Cpu />,
  provider: <Plug />,
  room: <FoldVertical />,
  answer: <MessageCircleQuestion />,
}

/** What a paused task needs before it can go on: why, the way to it, and going on. */
export function NeedCard({
  taskId,
  needs,
  reason,
  last,
}: {
  taskId: TaskId
  needs: Need
  reason: string
  /** Whether nothing came after it: only then can one still act on it. */
  last: boolean
}) {
  const app = useAppState()
  const titleId = useId()
  const name = useCardName(titleId)
  return (
    <section
      aria-labelledby={name}
      className="flex gap-2.5 rounded-lg border border-line bg-raised px-3 py-2.5"
    >
      <span aria-hidden className="mt-0.5 shrink-0 text-approval [&>svg]:size-4">
        {icons[needs]}
      </span>
      <div className="min-w-0 flex-1">
        <p id={titleId} className="font-medium text-ink">
          Paused: needs {needWords[needs]}
        </p>
        <p className="break-words text-ink-2 select-text">{reason}</p>
        {last ? (
          <div className="mt-2 flex flex-wrap items-center gap-2">
            {needs === 'model' || needs === 'room' ? null : (
              <Button size="small" onClick={() => runCommand(app, 'settings.providers')}>
                Provider settings
              </Button>
            )}
            {needs === 'room' ? (
              <Button size="small" onClick={() => runCommand(app, 'task.condense', { taskId })}>
                Condense the history
              </Button>
            ) : null}
            {needs === 'key' ? null : <ChooseModel taskId={taskId} />}
            <Resume taskId={taskId} />
          </div>
        ) : null}
      </div>
    </section>
  )
}

/** Gives the task another model, of any provider. */
function ChooseModel({ taskId }: { taskId: TaskId }) {
  const client = useClient()
  const toasts = useToasts()
  const providers = useProviders()
  const providerId = useTaskView(taskId, (view) => view.providerId) ?? null
  const model = useTaskView(taskId, (view) => view.model) ?? null
  const mode = useTaskView(taskId, (view) => view.mode) ?? ''
  const [asking, setAsking] = useState(false)
  const first = providers === null ? undefined : providers[0]
  if (providers === null || first === undefined) return null
  const current = modelInForce(providers, { providerId, model, mode }) ?? {
    providerId: first.id,
    model: first.model,
  }
  const choose = (choice: ModelChoice) => {
    client.task
      .setModel({ taskId, ...choice })
      .catch((error) => toasts.failed('The model was not changed', error))
    setAsking(false)
  }
  return (
    <>
      <Button size="small" onClick={() => setAsking(true)}>
        Choose a model…
      </Button>
      {asking ? (
        <ModelDialog
          providers={providers}
          first={{ providerId: current.providerId, model: current.model }}
          onChoose={choose}
          onClose={() => setAsking(false)}
        />
      ) : null}
    </>
  )
}

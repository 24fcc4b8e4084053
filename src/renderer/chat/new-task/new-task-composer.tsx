import { ArrowUp } from 'lucide-react'
import { type RefObject, useEffect, useEffectEvent, useState } from 'react'
import { type BudgetChange, noBudget } from '../../../contract/budget.ts'
import type { WorkspaceId } from '../../../contract/ids.ts'
import type { AutoApprove } from '../../../contract/settings.ts'
import { useAppState } from '../../state/app-state-context.tsx'
import { useModes, useOnline, usePreferences, useProviders } from '../../state/hooks.ts'
import { Button } from '../../ui/button.tsx'
import { focusWhenDrawn } from '../../ui/focus-when-drawn.ts'
import { AutoApproveMenu } from '../composer/auto-approve-menu.tsx'
import type { ModelChoice } from '../composer/choose-model.ts'
import { ComposerBox } from '../composer/composer-box.tsx'
import { ModeMenu } from '../composer/mode-menu.tsx'
import { ModelMenu } from '../composer/model-menu.tsx'
import { runBuiltIn } from '../composer/run-built-in.ts'
import type { Draft } from '../composer/use-draft.ts'
import { useImages } from '../composer/use-images.ts'
import { BudgetMenu } from './budget-menu.tsx'
import { fitsLaunch, type Launch, launchMode } from './launch.ts'
import { LaunchSwitch } from './launch-switch.tsx'
import { useSeed } from './use-seed.ts'

/** Where a task is written and what it starts with is chosen. Sending it opens it. */
export function NewTaskComposer({
  workspaceId,
  draft,
  field,
}: {
  workspaceId: WorkspaceId
  draft: Draft
  field: RefObject<HTMLTextAreaElement | null>
}) {
  const app = useAppState()
  const { client, navigation, toasts } = app
  const images = useImages(`new:${workspaceId}`)
  const online = useOnline()
  const providers = useProviders()
  const modes = useModes(workspaceId)
  const [launch, setLaunch] = useState<Launch>('orchestrator')
  const [chosenMode, setChosenMode] = useState<string | null>(null)
  const [model, setModel] = useState<ModelChoice | null>(null)
  const [toggles, setToggles] = useState<AutoApprove>({})
  const [budget, setBudget] = useState<BudgetChange>({})
  const standard = usePreferences()?.treeBudget ?? noBudget
  const [busy, setBusy] = useState(false)
  // Enter counts also in the moment before the modes are there.
  const [awaited, setAwaited] = useState(false)
  const mode = launchMode(launch, chosenMode, modes ?? [])
  const reason = !online
    ? 'Not connected. What you write is kept.'
    : providers?.length === 0
      ? 'A model has to be set up first.'
      : mode === null
        ? 'No mode is known yet.'
        : null

  useEffect(() => {
    field.current?.focus()
    return focusWhenDrawn(() => field.current)
  }, [field])

  const start = async () => {
    const message = draft.text.trim()
    if (message !== '' && online && modes === null) setAwaited(true)
    if (message === '' || reason !== null || mode === null || busy) return
    const fitting = (modes ?? []).filter((each) => fitsLaunch(launch, each))
    const ran = runBuiltIn(app, message, {
      workspaceId,
      taskId: null,
      modes: fitting,
      setMode: setChosenMode,
    })
    if (ran === true) draft.setText('')
    if (ran !== false) return
    setBusy(true)
    try {
      const task = await client.tasks.create({
        workspaceId,
        message,
        images: [...images.images],
        mode,
        delegation: launch === 'orchestrator',
        providerId: model?.providerId ?? null,
        model: model?.model ?? null,
        autoApprove: toggles,
        budget,
      })
      draft.setText('')
      images.clear()
      const { front } = navigation.store.getState()
      if (front?.type === 'new-task' && front.workspaceId === workspaceId) navigation.host()?.closeFront()
      navigation.openTask(task.id)
    } catch (error) {
      toasts.failed('The task could not be started', error)
    } finally {
      setBusy(false)
    }
  }

  useSeed(workspaceId, ({ text, start }) => {
    draft.setText(text)
    field.current?.focus()
    if (start === null) return
    setLaunch(start.delegation ? 'orchestrator' : 'simple')
    setChosenMode(start.mode)
    setModel(start.model)
  })

  const ready = awaited && modes !== null
  const startAwaited = useEffectEvent(() => {
    setAwaited(false)
    void start()
  })
  useEffect(() => {
    if (ready) startAwaited()
  }, [ready])

  return (
    <ComposerBox
      field={field}
      label="What should be done"
      placeholder="Describe the outcome you want. Enter starts, Shift+Enter breaks the line."
      tall
      place={{ workspaceId, taskId: null }}
      images={images}
      text={draft.text}
      onText={draft.setText}
      onBlur={draft.flush}
      onSend={() => void start()}
      toolbar={
        <>
          <LaunchSwitch
            launch={launch}
            onLaunch={(next) => {
              setLaunch(next)
              setChosenMode(null)
            }}
          />
          <ModeMenu
            workspaceId={workspaceId}
            mode={mode ?? ''}
            only={(each) => fitsLaunch(launch, each)}
            onChoose={setChosenMode}
          />
          <ModelMenu
            chosen={{ providerId: model?.providerId ?? null, model: model?.model ?? null, mode: mode ?? '' }}
            onChoose={setModel}
          />
          <AutoApproveMenu workspaceId={workspaceId} task={{ toggles, onToggles: setToggles }} />
          <BudgetMenu standard={standard} change={budget} onChange={setBudget} />
          <Button
            look="primary"
            className="ml-auto"
            busy={busy || awaited}
            title={reason ?? undefined}
            disabled={draft.text.trim() === '' || reason !== null}
            icon={<ArrowUp className="size-4" />}
            onClick={() => void start()}
          >
            Start
          </Button>
          {reason === null || providers?.length === 0 ? null : (
            <p className="w-full px-1 text-small text-ink-3">{reason}</p>
          )}
        </>
      }
    />
  )
}

import { type FormEvent, useId, useState } from 'react'
import type { ProviderState } from '../../../contract/provider.ts'
import { errorText } from '../../connection/error-text.ts'
import { useClient } from '../../state/hooks.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field, Input, Select } from '../../ui/field.tsx'
import type { ModelChoice } from './choose-model.ts'

/** Takes any model's name; asks the provider for those it has when told to. */
export function ModelDialog({
  providers,
  first,
  onChoose,
  onClose,
}: {
  providers: readonly ProviderState[]
  first: ModelChoice
  onChoose: (choice: ModelChoice) => void
  onClose: () => void
}) {
  const client = useClient()
  const [providerId, setProviderId] = useState(first.providerId)
  const [model, setModel] = useState(first.model)
  const [models, setModels] = useState<string[]>([])
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const listId = useId()
  const formId = useId()
  const provider = providers.find(({ id }) => id === providerId)

  const list = async () => {
    if (provider === undefined) return
    setBusy(true)
    try {
      const found = await client.providers.test({ providerId, baseUrl: provider.baseUrl })
      setModels(found.status === 'ok' ? found.models : [])
      setProblem(found.status === 'ok' ? null : found.message)
    } catch (error) {
      setProblem(errorText(error))
    } finally {
      setBusy(false)
    }
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (model.trim() !== '') onChoose({ providerId, model: model.trim() })
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose()
      }}
      title="Use another model"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" type="submit" form={formId} disabled={model.trim() === ''}>
            Use it
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={submit} className="flex flex-col gap-3">
        <Field label="Provider">
          {(ids) => (
            <Select
              {...ids}
              value={providerId}
              onChange={({ target }) => {
                setProviderId(target.value as ModelChoice['providerId'])
                setModels([])
              }}
            >
              {providers.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Field
          label="Model"
          error={problem}
          hint={models.length > 0 ? `${models.length} models found: type to choose one.` : undefined}
        >
          {(ids) => (
            <Input {...ids} list={listId} value={model} onChange={({ target }) => setModel(target.value)} />
          )}
        </Field>
        <datalist id={listId}>
          {models.map((name) => (
            <option key={name} value={name} />
          ))}
        </datalist>
        <Button size="small" className="self-start" busy={busy} onClick={list}>
          Ask the provider for its models
        </Button>
      </form>
    </Dialog>
  )
}

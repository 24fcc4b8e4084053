import { useState } from 'react'
import type { ProviderState } from '../../contract/provider.ts'
import { useAppState } from '../state/app-state-context.tsx'
import { useAppInfo } from '../state/hooks.ts'
import { Button } from '../ui/button.tsx'
import { classNames } from '../ui/class-names.ts'
import { Field, Input } from '../ui/field.tsx'
import { ConnectionResult, useConnectionTest } from './connection-test.tsx'
import { MoreProviderFields } from './more-provider-fields.tsx'
import { type DraftFaults, draftOf, isHttpUrl, readDraft } from './provider-draft.ts'

/** Everything about one provider. `brief` leaves out what one can add later: the first run's form. */
export function ProviderForm({
  provider,
  brief = false,
  onSaved,
  onCancel,
}: {
  provider: ProviderState | null
  brief?: boolean
  onSaved: (saved: ProviderState) => void
  onCancel?: () => void
}) {
  const { client, providers, info, toasts } = useAppState()
  const [draft, setDraft] = useState(() => draftOf(provider))
  const [faults, setFaults] = useState<DraftFaults>({})
  const [saving, setSaving] = useState(false)
  const connection = useConnectionTest()
  const change = (part: Partial<typeof draft>) => setDraft((before) => ({ ...before, ...part }))
  const models = connection.result?.status === 'ok' ? connection.result.models : []

  function test() {
    const baseUrl = draft.baseUrl.trim().replace(/\/+$/, '')
    if (!isHttpUrl(baseUrl))
      return setFaults({ baseUrl: 'An address that begins with http:// or https:// is needed.' })
    setFaults({})
    void connection.test({ providerId: provider?.id, baseUrl, key: draft.key?.trim() ?? undefined })
  }

  async function save() {
    const read = readDraft(draft, provider?.id)
    if (!read.ok) return setFaults(read.faults)
    setFaults({})
    setSaving(true)
    try {
      const saved = await client.providers.save(read.value)
      // How keys are kept may show only when the first is.
      await Promise.all([providers.reload(), info.reload()])
      onSaved(saved)
    } catch (error) {
      toasts.failed('The provider could not be saved', error)
    } finally {
      setSaving(false)
    }
  }

  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
      className="flex flex-col gap-3"
    >
      {brief ? null : (
        <Field label="Name" error={faults.name}>
          {(ids) => (
            <Input
              {...ids}
              value={draft.name}
              placeholder="Named after its address if left empty"
              onChange={(event) => change({ name: event.target.value })}
            />
          )}
        </Field>
      )}
      <Field label="Base URL" error={faults.baseUrl} hint="What /chat/completions is put behind.">
        {(ids) => (
          <Input
            {...ids}
            type="url"
            value={draft.baseUrl}
            placeholder="https://api.openai.com/v1"
            onChange={(event) => change({ baseUrl: event.target.value })}
          />
        )}
      </Field>
      <Field label="API key" hint={<KeyHint provider={provider} />}>
        {(ids) => (
          <Input
            {...ids}
            type="password"
            autoComplete="off"
            value={draft.key ?? ''}
            placeholder={draft.key === null ? '••••••••  (kept)' : ''}
            onChange={(event) => change({ key: event.target.value })}
          />
        )}
      </Field>
      <Field label="Model" error={faults.model}>
        {(ids) => (
          <Input
            {...ids}
            value={draft.model}
            list="provider-models"
            placeholder={models[0] ?? 'gpt-5'}
            onChange={(event) => change({ model: event.target.value })}
          />
        )}
      </Field>
      <datalist id="provider-models">
        {models.map((model) => (
          <option key={model} value={model} />
        ))}
      </datalist>
      <ConnectionResult {...connection} chosen={draft.model} onChoose={(model) => change({ model })} />
      {brief ? null : <MoreProviderFields draft={draft} faults={faults} models={models} onChange={change} />}
      <div
        className={classNames(
          'flex items-center gap-2 pt-1',
          // In a dialog longer than the screen the buttons stay in sight.
          !brief && 'sticky -bottom-5 -mx-5 -mb-5 border-t border-line bg-raised px-5 py-3',
        )}
      >
        <Button onClick={test} busy={connection.busy}>
          Test connection
        </Button>
        <span className="flex-1" />
        {onCancel ? <Button onClick={onCancel}>Cancel</Button> : null}
        <Button type="submit" look="primary" busy={saving}>
          {brief ? 'Use this model' : 'Save'}
        </Button>
      </div>
    </form>
  )
}

function KeyHint({ provider }: { provider: ProviderState | null }) {
  const info = useAppInfo()
  const what = provider?.hasKey
    ? 'Type to replace the kept key; clear the field to remove it.'
    : 'Leave it empty for a server that asks for none.'
  return info === null ? what : `${what} Keys are kept ${info.secretsKept}.`
}

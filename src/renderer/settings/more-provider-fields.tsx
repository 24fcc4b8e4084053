import { Plus, X } from 'lucide-react'
import type { ReactNode } from 'react'
import { useModes, useWorkspaceId } from '../state/hooks.ts'
import { Button } from '../ui/button.tsx'
import { Field, Input, Select } from '../ui/field.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import type { DraftFaults, ProviderDraft } from './provider-draft.ts'

/** Context window, a model per mode, and prices: what a provider works without. */
export function MoreProviderFields({
  draft,
  faults,
  models,
  onChange,
}: {
  draft: ProviderDraft
  faults: DraftFaults
  models: readonly string[]
  onChange: (part: Partial<ProviderDraft>) => void
}) {
  const modes = useModes(useWorkspaceId()) ?? []
  const { modelByMode, prices } = draft
  return (
    <>
      <Field
        label="Context window (tokens)"
        error={faults.contextWindow}
        hint="Where known, the context meter shows how full it is."
      >
        {(ids) => (
          <Input
            {...ids}
            inputMode="numeric"
            className="w-40"
            value={draft.contextWindow}
            onChange={(event) => onChange({ contextWindow: event.target.value })}
          />
        )}
      </Field>
      <Lines
        title="Model by mode"
        hint="A strong model to orchestrate, cheaper ones for the work."
        add="Add a mode"
        onAdd={() => onChange({ modelByMode: [...modelByMode, { mode: '', model: '' }] })}
      >
        {modelByMode.map((line, at) => {
          const set = (part: Partial<typeof line>) =>
            onChange({ modelByMode: modelByMode.map((each, i) => (i === at ? { ...each, ...part } : each)) })
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: lines have no other name while they are typed
            <Line key={at} onRemove={() => onChange({ modelByMode: modelByMode.filter((_, i) => i !== at) })}>
              <Select
                aria-label="Mode"
                className="w-40"
                value={line.mode}
                onChange={(event) => set({ mode: event.target.value })}
              >
                <option value="">Mode…</option>
                {[...new Set([...modes.map(({ slug }) => slug), line.mode])].filter(Boolean).map((slug) => (
                  <option key={slug} value={slug}>
                    {modes.find((mode) => mode.slug === slug)?.name ?? slug}
                  </option>
                ))}
              </Select>
              <Input
                aria-label="Model for this mode"
                value={line.model}
                placeholder={models[0] ?? 'model'}
                onChange={(event) => set({ model: event.target.value })}
              />
            </Line>
          )
        })}
      </Lines>
      <Lines
        title="Prices"
        hint="US dollars for a million tokens. Without one, a task's cost is not known."
        error={faults.prices}
        add="Add a price"
        onAdd={() =>
          onChange({
            prices: [
              ...prices,
              { model: prices.length === 0 ? draft.model : '', input: '', output: '', cachedInput: '' },
            ],
          })
        }
      >
        {prices.map((line, at) => {
          const set = (part: Partial<typeof line>) =>
            onChange({ prices: prices.map((each, i) => (i === at ? { ...each, ...part } : each)) })
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: lines have no other name while they are typed
            <Line key={at} onRemove={() => onChange({ prices: prices.filter((_, i) => i !== at) })}>
              {(['model', 'input', 'cachedInput', 'output'] as const).map((name) => (
                <Input
                  key={name}
                  aria-label={priceNames[name]}
                  placeholder={priceNames[name]}
                  inputMode={name === 'model' ? 'text' : 'decimal'}
                  className={name === 'model' ? '' : 'w-24'}
                  value={line[name]}
                  onChange={(event) => set({ [name]: event.target.value })}
                />
              ))}
            </Line>
          )
        })}
      </Lines>
    </>
  )
}

const priceNames = { model: 'model', input: 'input', cachedInput: 'cached', output: 'output' } as const

function Lines({
  title,
  hint,
  error,
  add,
  onAdd,
  children,
}: {
  title: string
  hint: string
  error?: string | undefined
  add: string
  onAdd: () => void
  children: ReactNode
}) {
  return (
    <fieldset className="flex flex-col gap-1.5">
      <legend className="text-small font-medium text-ink-2">{title}</legend>
      <p className={error ? 'text-small text-failed-ink' : 'text-small text-ink-3'}>{error ?? hint}</p>
      {children}
      <Button size="small" className="self-start" icon={<Plus className="size-3.5" />} onClick={onAdd}>
        {add}
      </Button>
    </fieldset>
  )
}

function Line({ onRemove, children }: { onRemove: () => void; children: ReactNode }) {
  return (
    <div className="flex items-center gap-1.5">
      {children}
      <IconButton
        label="Remove this line"
        size="small"
        icon={<X className="size-3.5" />}
        onClick={onRemove}
      />
    </div>
  )
}

import type { ProviderId } from '../../contract/ids.ts'
import type { Price, ProviderState } from '../../contract/provider.ts'

/** A provider as it stands in the form: everything is text until it is saved. */
export type ProviderDraft = {
  name: string
  baseUrl: string
  /** Null leaves a kept key as it is. */
  key: string | null
  model: string
  contextWindow: string
  modelByMode: { mode: string; model: string }[]
  prices: { model: string; input: string; output: string; cachedInput: string }[]
}

/** What is wrong with a draft, by field. */
export type DraftFaults = Partial<Record<'name' | 'baseUrl' | 'model' | 'contextWindow' | 'prices', string>>

/** The form for a provider, or for a new one. */
export function draftOf(provider: ProviderState | null): ProviderDraft {
  return {
    name: provider?.name ?? '',
    baseUrl: provider?.baseUrl ?? '',
    key: provider?.hasKey ? null : '',
    model: provider?.model ?? '',
    contextWindow: provider?.contextWindow ? `${provider.contextWindow}` : '',
    modelByMode: Object.entries(provider?.modelByMode ?? {}).map(([mode, model]) => ({ mode, model })),
    prices: Object.entries(provider?.prices ?? {}).map(([model, price]) => ({
      model,
      input: `${price.input}`,
      output: `${price.output}`,
      cachedInput: price.cachedInput === undefined ? '' : `${price.cachedInput}`,
    })),
  }
}

/** What to send for a draft, or what is wrong with it. Lines that were left empty are left out. */
export function readDraft(
  draft: ProviderDraft,
  id: ProviderId | undefined,
):
  | {
      ok: true
      value: Omit<ProviderState, 'id' | 'source' | 'hasKey' | 'isDefault'> & { id?: ProviderId; key?: string }
    }
  | { ok: false; faults: DraftFaults } {
  const faults: DraftFaults = {}
  const baseUrl = draft.baseUrl.trim().replace(/\/+$/, '')
  const model = draft.model.trim()
  if (!isHttpUrl(baseUrl)) faults.baseUrl = 'An address that begins with http:// or https:// is needed.'
  if (model === '') faults.model = 'Which model should be asked?'
  const contextWindow = draft.contextWindow.trim() === '' ? null : Number(draft.contextWindow)
  if (contextWindow !== null && !(Number.isInteger(contextWindow) && contextWindow > 0)) {
    faults.contextWindow = 'A whole number of tokens, or nothing.'
  }
  const prices: Record<string, Price> = {}
  for (const line of draft.prices) {
    if (line.model.trim() === '') continue
    const price = readPrice(line)
    if (price === null)
      faults.prices = `The price of ${line.model} needs two numbers, in dollars for a million tokens.`
    else prices[line.model.trim()] = price
  }
  if (Object.keys(faults).length > 0) return { ok: false, faults }
  const modes = draft.modelByMode.filter((line) => line.mode.trim() !== '' && line.model.trim() !== '')
  return {
    ok: true,
    value: {
      ...(id === undefined ? {} : { id }),
      name: draft.name.trim() || new URL(baseUrl).host,
      baseUrl,
      model,
      contextWindow,
      modelByMode: Object.fromEntries(modes.map((line) => [line.mode.trim(), line.model.trim()])),
      prices,
      ...(draft.key === null ? {} : { key: draft.key.trim() }),
    },
  }
}

function readPrice(line: ProviderDraft['prices'][number]): Price | null {
  const [input, output] = [line.input, line.output].map((text) =>
    text.trim() === '' ? Number.NaN : Number(text),
  )
  const cachedInput = line.cachedInput.trim() === '' ? undefined : Number(line.cachedInput)
  const fine = [input, output, cachedInput ?? 0].every((value) => value !== undefined && value >= 0)
  if (!fine || input === undefined || output === undefined) return null
  return { input, output, ...(cachedInput === undefined ? {} : { cachedInput }) }
}

/** Whether a text is an address that can be asked over HTTP. */
export function isHttpUrl(text: string): boolean {
  return /^https?:\/\/./i.test(text) && URL.canParse(text)
}

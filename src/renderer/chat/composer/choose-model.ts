import type { ProviderId } from '../../../contract/ids.ts'
import type { ProviderState } from '../../../contract/provider.ts'

/** A provider and one of its models. */
export type ModelChoice = { providerId: ProviderId; model: string }

/** What a task asks, worked out from what was chosen, the mode and what is the default; null without a provider. */
export function modelInForce(
  providers: readonly ProviderState[],
  { providerId, model, mode }: { providerId: ProviderId | null; model: string | null; mode: string },
): (ModelChoice & { provider: ProviderState }) | null {
  const provider =
    providers.find(({ id }) => id === providerId) ??
    providers.find(({ isDefault }) => isDefault) ??
    providers[0]
  if (provider === undefined) return null
  return { provider, providerId: provider.id, model: model ?? provider.modelByMode[mode] ?? provider.model }
}

/** The models a provider is known to have: its own, those for certain modes, those with a price, the chosen one. */
export function knownModels(provider: ProviderState, chosen: string | null): string[] {
  const names = [provider.model, ...Object.values(provider.modelByMode), ...Object.keys(provider.prices)]
  return [...new Set(chosen === null ? names : [...names, chosen])]
}

import type { EffectiveMode } from '../../../contract/mode.ts'

/** How a new task begins: it may hand out subtasks, or it does everything itself. */
export type Launch = 'orchestrator' | 'simple'

const conductor = 'orchestrator'
const worker = 'code'

/** Whether a mode makes sense for a launch: one that only delegates can do nothing by itself. */
export function fitsLaunch(launch: Launch, mode: Pick<EffectiveMode, 'slug'>): boolean {
  return launch === 'orchestrator' || mode.slug !== conductor
}

/**
 * The mode to begin with: the one that was chosen while it fits, else the launch's usual one, else the
 * first there is. Null while no mode is known.
 */
export function launchMode(
  launch: Launch,
  chosen: string | null,
  modes: readonly Pick<EffectiveMode, 'slug'>[],
): string | null {
  const fitting = modes.filter((mode) => fitsLaunch(launch, mode))
  const has = (slug: string | null) => fitting.some((mode) => mode.slug === slug)
  const usual = launch === 'orchestrator' ? conductor : worker
  if (chosen !== null && has(chosen)) return chosen
  return has(usual) ? usual : (fitting[0]?.slug ?? null)
}

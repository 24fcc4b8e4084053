import type { ModesFile } from '../../contract/mode.ts'

/** “3 modes in force, 1 problem”: what a modes file comes to. */
export function modesVerdict({ modes, problems }: Pick<ModesFile, 'modes' | 'problems'>): string {
  const held = modes.length === 1 ? '1 mode in force' : `${modes.length} modes in force`
  const errors = problems.filter(({ severity }) => severity === 'error').length
  const warnings = problems.length - errors
  const parts = [held]
  if (errors > 0) parts.push(errors === 1 ? '1 problem' : `${errors} problems`)
  if (warnings > 0) parts.push(warnings === 1 ? '1 warning' : `${warnings} warnings`)
  return parts.join(', ')
}

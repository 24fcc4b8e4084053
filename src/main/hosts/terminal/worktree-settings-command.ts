import type { WorktreeSettings, WorktreeSettingsChange } from '../../../contract/worktree-settings.ts'
import { worktreeSettingsSchema } from '../../../contract/worktree-settings.ts'
import type { App } from '../../app.ts'
import type { Reader } from '../../reader.ts'
import { exitCode, UsageError } from './exit-code.ts'
import { jsonLine, type Output } from './output.ts'
import { workspaceAt } from './workspace-at.ts'

/** What `worktrees settings` was told. Lists are replaced whole. */
export type WorktreeSettingsOptions = {
  workspace?: string
  setup?: string[]
  copy?: string[]
  gate?: string[]
  review?: string
  clashes?: string
  landing?: string
  json: boolean
}

const lists = ['setup', 'copy', 'gate'] as const
const choices = {
  review: ['on', 'off'],
  clashes: worktreeSettingsSchema.shape.clashes.unwrap().options,
  landing: worktreeSettingsSchema.shape.landing.unwrap().options,
} as const
const names = [...lists, 'review', 'clashes', 'landing'] as const

/** Whether a setting is to be changed, so that the data folder must be owned. */
export function changesWorktreeSettings(options: WorktreeSettingsOptions): boolean {
  return names.some((name) => options[name] !== undefined)
}

/** `treeline worktrees settings` with some: sets them for the folder's workspace, and prints all. */
export async function setWorktreeSettingsCommand(
  app: App,
  options: WorktreeSettingsOptions,
  output: Output,
): Promise<number> {
  const change = parseChange(options)
  const { id, trusted } = await app.workspaces.open(options.workspace ?? process.cwd())
  const settings = app.store.settings.setWorktrees(id, change)
  print(settings, options, output)
  if (settings.setup.length > 0 && !trusted) {
    output.err(
      'Set-up commands run in trusted folders only, and this one is not trusted yet. "treeline run" in it trusts it.\n',
    )
  }
  return exitCode.completed
}

/** `treeline worktrees settings` without: prints them, for a folder that was never opened as they are at first. */
export function worktreeSettingsCommand(
  reader: Reader,
  options: WorktreeSettingsOptions,
  output: Output,
): void {
  const workspace = workspaceAt(reader, options.workspace)
  const settings = workspace === null ? undefined : reader.store?.settings.worktrees(workspace.id)
  print(settings ?? worktreeSettingsSchema.parse({}), options, output)
}

function parseChange(options: WorktreeSettingsOptions): WorktreeSettingsChange {
  const change: Record<string, unknown> = {}
  for (const name of lists) {
    const typed = options[name]
    if (typed === undefined) continue
    if (typed.some((one) => one.trim() === ''))
      throw new UsageError(`--${name} takes something to write down, or none.`)
    const none = typed.some((one) => one.trim() === 'none')
    if (none && typed.length > 1) throw new UsageError(`--${name} none goes with no other --${name}.`)
    change[name] = none ? [] : typed
  }
  for (const [name, possible] of Object.entries(choices)) {
    const typed = options[name as keyof typeof choices]
    if (typed === undefined) continue
    if (!(possible as readonly string[]).includes(typed))
      throw new UsageError(
        `--${name} takes ${possible.join(', ').replace(/, (\w+)$/, ' or $1')}, not "${typed}".`,
      )
    change[name] = name === 'review' ? typed === 'on' : typed
  }
  return change
}

function print(settings: WorktreeSettings, { json }: WorktreeSettingsOptions, output: Output): void {
  if (json) {
    output.out(jsonLine(settings))
    return
  }
  for (const name of names) {
    const value = settings[name]
    const lines = Array.isArray(value) ? value : [value === true ? 'on' : value === false ? 'off' : value]
    const [first = 'none', ...more] = lines
    output.out(`${name.padEnd(8)} ${first}\n${more.map((line) => `${' '.repeat(9)}${line}\n`).join('')}`)
  }
}

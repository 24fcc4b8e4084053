import type { Command } from 'commander'
import type { App } from '../../app.ts'
import type { Reader } from '../../reader.ts'
import type { Output } from './output.ts'
import { removeWorktreeCommand, worktreesCommand } from './worktree-commands.ts'
import {
  changesWorktreeSettings,
  setWorktreeSettingsCommand,
  type WorktreeSettingsOptions,
  worktreeSettingsCommand,
} from './worktree-settings-command.ts'

type Data = { data?: string }

/** Gives `worktrees` its options and the commands below it. */
export function addWorktreeCommands(
  worktrees: Command,
  {
    output,
    withApp,
    withReader,
  }: {
    output: Output
    withApp(data: string | undefined, work: (app: App) => Promise<number>): Promise<void>
    withReader(data: string | undefined, work: (reader: Reader) => void | Promise<void>): Promise<void>
  },
): void {
  const place = '--workspace <folder>'
  const below = (name: string, description: string) =>
    worktrees
      .command(name)
      .description(description)
      .option('--data <folder>', 'data folder (default: TREELINE_DATA, or the system’s place for it)')
      .option(place, 'the folder whose worktrees are meant (default: the current one)')
      .exitOverride()
      .configureOutput({ writeOut: output.out, writeErr: output.err })
  /** With what was typed before the word `remove` or `settings`. */
  const whole = <T extends Data>(options: T): T => {
    const before = worktrees.opts<Data & { json: boolean }>()
    return { ...before, ...options, ...(before.json ? { json: true } : {}) }
  }
  const gather = (one: string, before: string[] = []) => [...before, one]

  worktrees
    // What comes after `remove` and `settings` is theirs.
    .enablePositionalOptions()
    .option(place, 'the folder whose tasks are meant (default: the current one)')
    .option('--json', 'a JSON array', false)
    .action((options: Data & { workspace?: string; json: boolean }) =>
      withReader(options.data, (reader) => worktreesCommand(reader, options, output)),
    )

  below('remove', 'remove one; what lies in it is kept in a snapshot')
    .argument('<which>', 'its task, or its path')
    .action((which: string, typed: Data & { workspace?: string }) => {
      const options = whole(typed)
      return withApp(options.data, (app) => removeWorktreeCommand(app, which, options, output))
    })

  below('settings', 'show how worktrees are made and their work comes back, or change it')
    .option('--setup <command>', 'run in every new worktree first; again for each, none for none', gather)
    .option('--copy <glob>', 'ignored files and folders that it gets a copy of; likewise', gather)
    .option('--gate <command>', 'must exit with 0 before work is taken over; likewise', gather)
    .option('--review <on|off>', 'whether you look at all work before it is taken over')
    .option('--clashes <who>', 'who brings clashing work together first: subtask or person')
    .option('--landing <how>', 'as what work arrives: changes, commit or branch')
    .option('--json', 'one JSON object', false)
    .action((typed: Data & WorktreeSettingsOptions) => {
      const options = whole(typed)
      return changesWorktreeSettings(options)
        ? withApp(options.data, (app) => setWorktreeSettingsCommand(app, options, output))
        : withReader(options.data, (reader) => worktreeSettingsCommand(reader, options, output))
    })
}

import type { Command } from 'commander'
import type { Reader } from '../../reader.ts'
import type { Output } from './output.ts'
import { getSetting, listSettings, setSetting, unsetSetting } from './settings-command.ts'

type Data = { data?: string }

/** Gives `settings` the commands below it. They work on settings.json alone, also while Treeline runs. */
export function addSettingsCommands(
  settings: Command,
  {
    output,
    withReader,
  }: {
    output: Output
    withReader(data: string | undefined, work: (reader: Reader) => void | Promise<void>): Promise<void>
  },
): void {
  const below = (name: string, description: string) =>
    settings
      .command(name)
      .description(description)
      .option('--data <folder>', 'data folder (default: TREELINE_DATA, or the system’s place for it)')
      .exitOverride()
      .configureOutput({ writeOut: output.out, writeErr: output.err })
  const folder = (typed: Data) => typed.data ?? settings.opts<Data>().data
  type Typed = Data & { json: boolean }
  const list = (options: Typed) =>
    withReader(folder(options), (reader) => listSettings(reader.settings, options, output))

  settings.enablePositionalOptions().option('--json', 'one JSON object', false).action(list)
  below('list', 'every setting with its value').option('--json', 'one JSON object', false).action(list)
  below('get', 'print one value as JSON')
    .argument('<name>')
    .action((name: string, typed: Data) =>
      withReader(folder(typed), (reader) => getSetting(reader.settings, name, output)),
    )
  below('set', 'change one setting')
    .argument('<name>')
    .argument('<value>', 'JSON, or a plain word')
    .action((name: string, value: string, typed: Data) =>
      withReader(folder(typed), (reader) => setSetting(reader.settings, name, value, output)),
    )
  below('unset', 'put one setting back to what it is at first')
    .argument('<name>')
    .action((name: string, typed: Data) =>
      withReader(folder(typed), (reader) => unsetSetting(reader.settings, name, output)),
    )
  below('path', 'print where the file is').action((typed: Data) =>
    withReader(folder(typed), (reader) => output.out(`${reader.settings.state().path}\n`)),
  )
  below('schema', 'print a JSON schema of the file, for editors').action((typed: Data) =>
    withReader(folder(typed), (reader) => {
      output.out(`${JSON.stringify(reader.settings.schema(), null, 2)}\n`)
    }),
  )
}

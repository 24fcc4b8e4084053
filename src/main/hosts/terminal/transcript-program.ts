import type { Command } from 'commander'
import type { App } from '../../app.ts'
import type { Reader } from '../../reader.ts'
import { type ForkOptions, forkCommand } from './fork-command.ts'
import { type ImportOptions, importCommand } from './import-command.ts'
import type { Output } from './output.ts'
import { exportCommand } from './read-commands.ts'
import { type XrayOptions, xrayCommand } from './xray-command.ts'

/** Adds the commands that write transcripts to files and read them back. */
export function addTranscriptCommands(
  command: (name: string, description: string) => Command,
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
  command('xray', 'show what a request of a task held, as it was sent')
    .argument('<id>')
    .option('--turn <n>', 'which request, from 1 (default: the last)')
    .option('--json', 'one JSON object, with the request’s body', false)
    .action((id: string, options: XrayOptions & { data?: string }) =>
      withReader(options.data, (reader) => xrayCommand(reader, id, options, output)),
    )

  command('fork', 'make a new task with the history of another')
    .argument('<id>')
    .option('--at <n>', 'up to its nth whole turn, from 1 (default: all of it)')
    .option('--json', 'one JSON object', false)
    .action((id: string, options: ForkOptions) =>
      withApp(options.data, (app) => forkCommand(app, id, options, output)),
    )

  command('export', 'export a transcript')
    .argument('<id>')
    .option('--format <format>', 'md, json or html', 'md')
    .option('--subtree', 'with everything below it', false)
    .option('-o, --output <file>', 'write to a file instead of standard output')
    .action((id: string, options: { format: string; subtree: boolean; output?: string; data?: string }) =>
      withReader(options.data, (reader) => exportCommand(reader, id, options, output)),
    )

  command(
    'import',
    'make new tasks of an exported JSON transcript, or of a task folder of Roo, Kilo or Cline',
  )
    .argument('<file>')
    .option('--workspace <folder>', 'the folder they belong to (default: the current one)')
    .option('--json', 'one JSON object', false)
    .action((file: string, options: ImportOptions & { data?: string }) =>
      withApp(options.data, (app) => importCommand(app, file, options, output)),
    )
}

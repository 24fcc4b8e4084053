import type { Command } from 'commander'
import type { Reader } from '../../reader.ts'
import type { Output } from './output.ts'
import { type SearchOptions, searchCommand } from './search-command.ts'

/** Gives `search` its options and what it does. */
export function addSearchCommand(
  search: Command,
  {
    output,
    ended,
    withReader,
  }: {
    output: Output
    ended(code: number): void
    withReader(data: string | undefined, work: (reader: Reader) => Promise<void>): Promise<void>
  },
): void {
  search
    .argument(
      '<words...>',
      'words that were all said in one place; "in quotes" a phrase, -word one that was not',
    )
    .option('--workspace <folder>', 'only tasks of this folder')
    .option('--limit <n>', 'how many tasks to show, at most 100', '20')
    .option('--json', 'one JSON object', false)
    // So that a word may begin with a minus, behind --.
    .addHelpText('after', '\nA word that begins with a minus goes behind --: treeline search -- tide -ebb')
    .action((words: string[], options: SearchOptions & { data?: string }) =>
      withReader(options.data, async (reader) => ended(await searchCommand(reader, words, options, output))),
    )
}

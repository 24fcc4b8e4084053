import type { Command } from 'commander'
import type { App } from '../../app.ts'
import { deleteCommand, undeleteCommand } from './delete-commands.ts'
import { archiveCommand, pinCommand, unarchiveCommand } from './mark-commands.ts'
import { nestCommand, unnestCommand } from './nest-commands.ts'
import type { Output } from './output.ts'

type Data = { data?: string }

/** Adds the commands that keep the tree of tasks in order. */
export function addTreeCommands(
  command: (name: string, description: string) => Command,
  {
    output,
    withApp,
  }: {
    output: Output
    withApp(data: string | undefined, work: (app: App) => Promise<number>): Promise<void>
  },
): void {
  const onTask = (name: string, description: string, work: (app: App, id: string) => number) =>
    command(name, description)
      .argument('<id>')
      .action((id: string, { data }: Data) => withApp(data, async (app) => work(app, id)))

  onTask('delete', 'take a task and all below it out of every list', (app, id) =>
    deleteCommand(app, id, output),
  )
  onTask('undelete', 'put a deleted task back', (app, id) => undeleteCommand(app, id, output))
  onTask('archive', 'take a root task and all below it out of the usual list', (app, id) =>
    archiveCommand(app, id, output),
  )
  onTask('unarchive', 'put an archived task back into the list', (app, id) =>
    unarchiveCommand(app, id, output),
  )
  onTask('pin', 'put a task first among those beside it', (app, id) => pinCommand(app, id, true, output))
  onTask('unpin', 'take a task’s pin off', (app, id) => pinCommand(app, id, false, output))

  command('nest', 'nest a task under another')
    .argument('<id>')
    .requiredOption('--under <id>', 'the task it is to lie under')
    .action((id: string, { under, data }: Data & { under: string }) =>
      withApp(data, async (app) => nestCommand(app, id, under, output)),
    )
  onTask('unnest', 'make a nested task a root again', (app, id) => unnestCommand(app, id, output))
}

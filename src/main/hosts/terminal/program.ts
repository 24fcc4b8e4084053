import { Command, CommanderError, Option } from 'commander'
import { AppError, type ErrorCode } from '../../../contract/app-error.ts'
import type { App } from '../../app.ts'
import type { Reader } from '../../reader.ts'
import { type BudgetOptions, budgetCommand, changesBudget, setBudgetCommand } from './budget-command.ts'
import { condenseCommand } from './condense-command.ts'
import { exitCode, UsageError } from './exit-code.ts'
import { inboxCommand } from './inbox-command.ts'
import type { Output } from './output.ts'
import { limitNames, meaning } from './parse-limits.ts'
import { modesCommand, showCommand, tasksCommand } from './read-commands.ts'
import { resumeCommand } from './resume-command.ts'
import { type RetryOptions, retryCommand } from './retry-command.ts'
import { type RunOptions, runCommand } from './run-command.ts'
import { addSearchCommand } from './search-program.ts'
import { serveArguments } from './serve-arguments.ts'
import { addSettingsCommands } from './settings-program.ts'
import { type SettleOptions, settleCommand } from './settle-command.ts'
import { addTranscriptCommands } from './transcript-program.ts'
import { addTreeCommands } from './tree-program.ts'
import { backupCommand, doctorCommand, restoreCommand, type Upkeep } from './upkeep-commands.ts'
import { revertCommand, type WorkOptions, workCommand } from './work-commands.ts'
import { addWorktreeCommands } from './worktree-program.ts'

/** What the terminal host is lent: ways to open the app for writing or only for reading, and to serve it. */
export type TerminalHost = {
  version: string
  output: Output
  /** Builds the whole app over a data folder; the caller disposes of it. */
  openApp(data: string | undefined): Promise<App>
  /** Opens what is stored, beside an app that may be running. */
  openReader(data: string | undefined): Reader
  /** Looks after a data folder, whether the app is at work on it or not. */
  upkeep(data: string | undefined): Upkeep
  /** Runs the browser host until it is stopped. */
  serve(args: string[]): Promise<number>
}

/** Failures whose cause is what was typed: a folder, a mode or a value that is none. */
const usageCodes: ReadonlySet<ErrorCode> = new Set(['bad_request', 'invalid_mode', 'workspace_unavailable'])

/**
 * Runs the command line: `argv` without the program's name. Returns the exit code (0 completed, 1 failed,
 * 2 bad usage, 3 something waits for a person) and never throws for what a person typed.
 */
export async function runProgram(argv: string[], host: TerminalHost): Promise<number> {
  let code: number = exitCode.completed
  const program = buildProgram(host, (ended) => {
    code = ended
  })
  try {
    await program.parseAsync(argv, { from: 'user' })
    return code
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCode.completed : exitCode.usage
    if (error instanceof UsageError) {
      host.output.err(`${error.message}\n"treeline --help" shows what there is.\n`)
      return exitCode.usage
    }
    if (error instanceof AppError) {
      host.output.err(`${error.message}\n`)
      return usageCodes.has(error.code) ? exitCode.usage : exitCode.failed
    }
    throw error
  }
}

function buildProgram(host: TerminalHost, ended: (code: number) => void): Command {
  const { output } = host
  const program = new Command('treeline')
    .description('A coding task becomes a tree: run, watch and read tasks from the terminal.')
    .version(host.version)
    .exitOverride()
    .configureOutput({ writeOut: output.out, writeErr: output.err })
    .enablePositionalOptions()

  const command = (name: string, description: string) =>
    program
      .command(name)
      .description(description)
      .option('--data <folder>', 'data folder (default: TREELINE_DATA, or the system’s place for it)')
      .exitOverride()
      .configureOutput({ writeOut: output.out, writeErr: output.err })

  const withApp = async (data: string | undefined, work: (app: App) => Promise<number>) => {
    const app = await host.openApp(data)
    try {
      ended(await work(app))
    } finally {
      await app.dispose()
    }
  }
  const withReader = async (data: string | undefined, work: (reader: Reader) => void | Promise<void>) => {
    const reader = host.openReader(data)
    try {
      await work(reader)
    } finally {
      reader.dispose()
    }
  }
  const approve = new Option(
    '--approve <types>',
    'all, none, or action types approved without asking: read,edit,command,subtask_create,…',
  )

  command('run', 'run a task and its subtasks to the end')
    .argument('[prompt]', 'what to do; - reads it from standard input')
    .option('--workspace <folder>', 'the folder to work in (default: the current one)')
    .option('--mode <slug>', 'the mode to start in (default: orchestrator, with --simple code)')
    .addOption(approve)
    .option('--model <name>', 'the model for this task')
    .option('--simple', 'no subtasks: the agent works itself', false)
    .option('--no-trust', 'do not obey modes and rules that lie in the folder')
    .option('--demo', 'play the scripted demo on a sample repository, offline', false)
    .option(
      '--max-requests <n>',
      'requests that the whole tree may make; this and the next: none for no limit',
    )
    .option('--max-tokens <n>', 'tokens it may use, input and output')
    .option('--max-cost <usd>', 'US dollars it may cost, where prices are known')
    .option('--max-minutes <n>', 'minutes it may be at work')
    .option('--max-depth <n>', 'levels of subtasks')
    .option('--max-children <n>', 'subtasks in all')
    .option('--max-concurrency <n>', 'tasks that ask models at the same time')
    .option('--json', 'one JSON event a line on standard output', false)
    .action((prompt: string | undefined, options: RunOptions & { data?: string }) =>
      withApp(options.data, (app) => runCommand(app, prompt, options, output)),
    )

  command('resume', 'go on with what was paused, interrupted or waits')
    .argument('[id]', 'a task; without it, every tree that can go on')
    .addOption(approve)
    .option('--json', 'one JSON event a line on standard output', false)
    .action((id: string | undefined, options: { approve?: string; json: boolean; data?: string }) =>
      withApp(options.data, (app) => resumeCommand(app, id, options, output)),
    )

  command('retry', 'have a task that ended go on, in another mode or with another model')
    .argument('<id>')
    .option('--mode <slug>', 'the mode it goes on in')
    .option('--model <name>', 'the model it goes on with, of the same provider')
    .option('--message <text>', 'what you have to say to it')
    .addOption(approve)
    .option('--json', 'one JSON event a line on standard output', false)
    .action((id: string, options: RetryOptions) =>
      withApp(options.data, (app) => retryCommand(app, id, options, output)),
    )

  command('settle', 'say what became of a call that was cut off, then go on with its tree')
    .argument('<id>', 'the task whose call it is')
    .argument('<decision>', 'rerun: run it again; done: it was carried out; skip: go on without it')
    .option('--call <id>', 'the call (default: the only one in doubt)')
    .option('--note <text>', 'what you found, for the model')
    .addOption(approve)
    .option('--json', 'one JSON event a line on standard output', false)
    .action((id: string, decision: string, options: SettleOptions) =>
      withApp(options.data, (app) => settleCommand(app, id, decision, options, output)),
    )

  addTreeCommands(command, { output, withApp })

  const budget = command('budget', 'show what a tree has used up, or change its limits')
    .argument('<id>', 'the task whose budget it is, mostly a root')
    .option('--json', 'a JSON array', false)
  for (const limit of limitNames) budget.option(`--${limit} <n>`, `${meaning[limit]}; none for no limit`)
  budget.action((id: string, options: BudgetOptions & { data?: string }) =>
    changesBudget(options)
      ? withApp(options.data, async (app) => setBudgetCommand(app, id, options, output))
      : withReader(options.data, (reader) => budgetCommand(reader, id, options, output)),
  )

  command('work', 'show what a task has changed in its worktree, or what was taken over of it')
    .argument('<id>')
    .option('--diff', 'a unified diff instead of a list', false)
    .option('--json', 'one JSON object', false)
    .action((id: string, options: WorkOptions & { data?: string }) =>
      withReader(options.data, (reader) => workCommand(reader, id, options, output)),
    )

  command('revert', 'take back what was taken over of a subtask’s work, and only that')
    .argument('<id>')
    .action((id: string, { data }: { data?: string }) =>
      withApp(data, (app) => revertCommand(app, id, output)),
    )

  command('condense', 'have a summary stand for the older part of a task’s history')
    .argument('<id>')
    .action((id: string, options: { data?: string }) =>
      withApp(options.data, (app) => condenseCommand(app, id, output)),
    )

  command('tasks', 'list every task')
    .option('--archived', 'the archived ones instead', false)
    .option('--deleted', 'the deleted ones instead', false)
    .option('--json', 'a JSON array', false)
    .action((options: { archived: boolean; deleted: boolean; json: boolean; data?: string }) =>
      withReader(options.data, (reader) => tasksCommand(reader, options, output)),
    )

  command('inbox', 'list everything that waits for you, in all trees')
    .option('--json', 'a JSON array', false)
    .action((options: { json: boolean; data?: string }) =>
      withReader(options.data, (reader) => inboxCommand(reader, options, output)),
    )

  addSearchCommand(command('search', 'find where something was said'), { output, ended, withReader })

  command('show', 'print a task’s transcript')
    .argument('<id>')
    .option('--json', 'as JSON', false)
    .action((id: string, options: { json: boolean; data?: string }) =>
      withReader(options.data, (reader) => showCommand(reader, id, options, output)),
    )

  addTranscriptCommands(command, { output, withApp, withReader })

  command('modes', 'list the modes in force for a folder')
    .option('--workspace <folder>', 'the folder whose own modes count (default: the current one)')
    .option('--no-trust', 'leave out the modes that lie in the folder')
    .option('--json', 'a JSON array', false)
    .action(async (options: { workspace?: string; trust: boolean; json: boolean; data?: string }) => {
      const reader = host.openReader(options.data)
      try {
        const folder = options.workspace ?? process.cwd()
        modesCommand(
          reader.modes.list({ folder, trusted: options.trust }),
          reader.modes.files({ folder }),
          options,
          output,
        )
      } finally {
        reader.dispose()
      }
    })

  addWorktreeCommands(command('worktrees', 'list the worktrees of subtasks, or set how they are made'), {
    output,
    withApp,
    withReader,
  })

  addSettingsCommands(command('settings', 'show or change the settings in settings.json'), {
    output,
    withReader,
  })

  command('backup', 'copy the database to a file, also while Treeline runs')
    .argument('[file]', 'a file that is not there yet (default: one in the data folder’s backups)')
    .action((file: string | undefined, options: { data?: string }) =>
      backupCommand(host.upkeep(options.data), file, output),
    )

  command('restore', 'put a backup in place of the database, which is kept beside it')
    .argument('<file>')
    .action((file: string, options: { data?: string }) =>
      restoreCommand(host.upkeep(options.data), file, output),
    )

  command('doctor', 'look through the data folder for anything that is not sound')
    .option('--repair', 'make a backup, then mend what can be mended', false)
    .option('--json', 'one JSON object', false)
    .action(async (options: { repair: boolean; json: boolean; data?: string }) => {
      ended(await doctorCommand(host.upkeep(options.data), options, output))
    })

  command('serve', 'serve the app to a browser on this machine')
    .option('--port <port>', 'a fixed port instead of a free one')
    .option('--no-open', 'do not open a browser')
    .allowUnknownOption()
    .action(async (_options: unknown, self: Command) => {
      ended(await host.serve(serveArguments(self)))
    })

  return program
}

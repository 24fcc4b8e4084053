import { type BuiltInCommand, builtInCommands, readCommand } from '../../../contract/composer.ts'
import type { TaskId, WorkspaceId } from '../../../contract/ids.ts'
import type { EffectiveMode } from '../../../contract/mode.ts'
import { runCommand } from '../../palette/commands.ts'
import { exportTask } from '../../palette/export-task.ts'
import type { AppState } from '../../state/app-state.ts'

/** What a composer lends to a command that is typed in it. */
export type CommandGround = {
  workspaceId: WorkspaceId
  /** Null where a new task is written. */
  taskId: TaskId | null
  modes: readonly EffectiveMode[]
  setMode: (slug: string) => void
}

const formats = { markdown: 'md', md: 'md', json: 'json', html: 'html' } as const

/**
 * Does what a text says that is one of the app's own commands. False when it is none: then it is to be sent. What
 * cannot be done is said in a toast, and null leaves the text as it is.
 */
export function runBuiltIn(app: AppState, text: string, ground: CommandGround): boolean | null {
  const read = readCommand(text)
  const found = builtInCommands.find(({ name }) => name === read?.name)
  if (read === null || found === undefined) return false
  if (ground.taskId === null && found.name !== 'mode') return false
  return run(app, found.name, read.rest, ground) ? true : null
}

function run(app: AppState, name: BuiltInCommand, rest: string, ground: CommandGround): boolean {
  const { taskId, workspaceId } = ground
  switch (name) {
    case 'mode':
      return switchMode(app, rest, ground)
    case 'new': {
      const open = () => app.navigation.openPane({ type: 'new-task', workspaceId })
      if (rest === '') open()
      else {
        const kept = app.client.task.setDraft({ key: `new:${workspaceId}`, text: rest })
        kept.then(open, (error) => app.toasts.failed('The new task was not begun', error))
      }
      return true
    }
    case 'condense':
      runCommand(app, 'task.condense', { taskId })
      return true
    case 'export': {
      const format = rest === '' ? 'md' : formats[rest.toLowerCase() as keyof typeof formats]
      if (format === undefined || taskId === null)
        return refuse(app, 'Say markdown, json or html after /export.')
      exportTask(app, taskId, { format, subtree: false }).catch((error) =>
        app.toasts.failed('The transcript was not exported', error),
      )
      return true
    }
    default: {
      const unknown: never = name
      throw new Error(`Unknown command ${String(unknown)}`)
    }
  }
}

function switchMode(app: AppState, rest: string, { modes, setMode }: CommandGround): boolean {
  const wanted = rest.toLowerCase()
  const mode = modes.find(({ slug, name }) => slug.toLowerCase() === wanted || name.toLowerCase() === wanted)
  if (mode === undefined) {
    const known = modes.map(({ slug }) => slug).join(', ')
    return refuse(app, `There is no mode “${rest}”. The modes are: ${known}.`)
  }
  setMode(mode.slug)
  return true
}

function refuse(app: AppState, detail: string): false {
  app.toasts.show({ tone: 'failed', title: 'The command was not carried out', detail })
  return false
}

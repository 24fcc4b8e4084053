import { AppError } from '../../contract/app-error.ts'
import type { TaskId, WorkspaceId } from '../../contract/ids.ts'
import type { EffectiveMode } from '../../contract/mode.ts'
import { newId } from '../base/new-id.ts'
import type { Engine } from '../engine/engine.ts'
import type { Store } from '../store/store.ts'
import { planImport } from '../transcript/plan-import.ts'
import { readRooTasks } from '../transcript/read-roo-tasks.ts'
import { type ReadTask, readTranscriptJson } from '../transcript/read-transcript-json.ts'

/** What came of an import: the new tasks, parents first, and what a person should know of it. */
export type Imported = {
  tasks: { id: TaskId; displayId: string; title: string }[]
  notes: string[]
}

/** Brings tasks from files into a workspace. Both throw AppError `bad_request` in words, with nothing imported. */
export type TaskImport = {
  /** The JSON that an export wrote. */
  json(workspaceId: WorkspaceId, text: string): Imported
  /** A task folder of Roo Code, Kilo Code or Cline, or a folder of such folders. */
  folder(workspaceId: WorkspaceId, path: string): Imported
}

/** Makes the import over the store and the engine. */
export function createTaskImport({
  store,
  engine,
  modesFor,
  now,
}: {
  store: Store
  engine: Pick<Engine, 'tasks'>
  modesFor(id: WorkspaceId): EffectiveMode[]
  now(): number
}): TaskImport {
  function importTasks(
    workspaceId: WorkspaceId,
    tasks: readonly ReadTask[],
    notes: readonly string[] = [],
  ): Imported {
    const workspace = store.workspaces.get(workspaceId)
    if (workspace === null)
      throw new AppError('not_found', 'That workspace is not known. Open the folder first.')
    const unknownModes = new Set<string>()
    const plan = planImport(tasks, {
      workspace,
      now: now(),
      newId,
      nextDisplayId: () => store.workspaces.nextDisplayId(workspaceId),
      modeSnapshot(slug, id) {
        if (store.modes.get(id) !== null) return id
        const modes = modesFor(workspaceId)
        const found = modes.find((mode) => mode.slug === slug)
        if (found === undefined) unknownModes.add(slug)
        const { overrides: _, ...mode } = found ?? modes.find(({ slug }) => slug === 'ask') ?? firstOf(modes)
        return store.modes.keep(mode)
      },
    })
    try {
      engine.tasks.adopt(plan.entries)
    } catch (error) {
      if (error instanceof AppError && error.code !== 'conflict' && error.code !== 'invalid_transition')
        throw error
      throw new AppError(
        'bad_request',
        `The file cannot be imported, and nothing of it was. Its events do not follow on one another: ${(error as Error).message}`,
        { cause: error },
      )
    }
    const modes = [...unknownModes].map(
      (slug) => `The mode “${slug}” is not here: what goes on in it goes on with the rights of Ask.`,
    )
    return { tasks: plan.tasks, notes: [...notes, ...modes] }
  }

  return {
    json: (workspaceId, text) => importTasks(workspaceId, readTranscriptJson(text)),
    folder(workspaceId, path) {
      const { tasks, notes } = readRooTasks(path)
      return importTasks(workspaceId, tasks, notes)
    },
  }
}

function firstOf(modes: EffectiveMode[]): EffectiveMode {
  const [first] = modes
  if (first === undefined) throw new Error('There is always a mode.')
  return first
}

import { AppError } from '../../contract/app-error.ts'
import type { TaskId, WorkspaceId } from '../../contract/ids.ts'
import type { EffectiveMode } from '../../contract/mode.ts'
import { newId } from '../base/new-id.ts'
import type { Engine } from '../engine/engine.ts'
import { hashOf, type ImageFiles } from '../store/image-files.ts'
import type { Store } from '../store/store.ts'
import { planImport } from '../transcript/plan-import.ts'
import { readRooTasks } from '../transcript/read-roo-tasks.ts'
import { type ReadTask, readTranscript } from '../transcript/read-transcript-json.ts'

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
  images,
  now,
}: {
  store: Store
  engine: Pick<Engine, 'tasks'>
  modesFor(id: WorkspaceId): EffectiveMode[]
  images: Pick<ImageFiles, 'keep'>
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

  function keeps(hash: string, bytes: Uint8Array): boolean {
    try {
      return hashOf(bytes) === hash && images.keep(bytes, hash).hash === hash
    } catch (error) {
      if (error instanceof AppError && error.code === 'bad_request') return false
      throw error
    }
  }

  return {
    json(workspaceId, text) {
      const { tasks, images: read } = readTranscript(text)
      // One that is no image, or not the one that is meant, is left out: the transcript says that it is gone.
      const lost = [...read].filter(([hash, data]) => !keeps(hash, Buffer.from(data, 'base64'))).length
      const notes = lost === 0 ? [] : [`${lost} of its images could not be read and are left out.`]
      return importTasks(workspaceId, tasks, notes)
    },
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

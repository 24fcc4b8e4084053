import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { BudgetState } from '../contract/budget.ts'
import type { TaskId, WorkspaceId } from '../contract/ids.ts'
import type { TaskView } from '../contract/task-view.ts'
import type { WorktreeInfo } from '../contract/worktree-settings.ts'
import type { Xray, XrayOrder } from '../contract/xray.ts'
import { readBudget } from './compose/read-budget.ts'
import { createWorkReader, type WorkReader } from './compose/read-work.ts'
import { readWorktrees } from './compose/read-worktrees.ts'
import { readXray } from './compose/xray.ts'
import { builtInModes } from './modes/built-in.ts'
import { createModes, type Modes } from './modes/mode-sources.ts'
import { createImageFiles } from './store/image-files.ts'
import { openStore } from './store/open-store.ts'
import { createPreferences, type PreferencesFile } from './store/preferences.ts'
import { createSearch, type Search } from './store/search/search.ts'
import { settingsSchema } from './store/settings-schema.ts'
import type { Store } from './store/store.ts'
import {
  type ExportedTranscript,
  exportTranscript,
  type TranscriptFormat,
} from './transcript/export-transcript.ts'
import { readView } from './transcript/read-view.ts'

/**
 * What can be read of a data folder without owning it: nothing in it is written and no lock is taken. Looking at work
 * keeps a snapshot of it in the repository.
 */
export type Reader = WorkReader & {
  /** Null while there is no database yet. */
  store: Store | null
  modes: Modes
  exportTranscript(taskId: TaskId, format: TranscriptFormat, subtree: boolean): Promise<ExportedTranscript>
  /** A task as its log tells it; null when nothing of it can be read. */
  view(taskId: TaskId): TaskView | null
  /** The preferences, which may be changed too: they are a file, and an app at work takes up what is written. */
  settings: SettingsOnDisk
  /** Search of everything that was said. It fills the index, which is no part of what is kept. */
  search: Pick<Search, 'query'>
  /** How the budgets of a task stand, as of the last sign of life in its tree. */
  budget(taskId: TaskId): BudgetState[]
  /** What a request of a task held. Throws AppError in words. */
  xray(order: XrayOrder): Xray
  /** The worktrees of a workspace's tasks. */
  worktrees(workspaceId: WorkspaceId): Promise<WorktreeInfo[]>
  dispose(): void
}

/** settings.json without the app, and its schema. */
export type SettingsOnDisk = PreferencesFile & { schema(): Record<string, unknown> }

/** Opens a data folder for reading, beside an app that may be at work on it. */
export function openReader({
  dataFolder,
  resourcesFolder,
}: {
  dataFolder: string
  resourcesFolder: string
}): Reader {
  const store = existsSync(join(dataFolder, 'treeline.db'))
    ? openStore({ folder: dataFolder, readonly: true })
    : null
  const images = createImageFiles(dataFolder)
  const search = createSearch({ folder: dataFolder, log: () => {} })
  const settings =
    store?.settings ??
    createPreferences({
      folder: dataFolder,
      lastGood: { get: () => new Map(), keep: () => {} },
      watched: false,
    })
  return {
    store,
    settings: { ...settings, schema: settingsSchema },
    search,
    modes: createModes({ dataFolder, builtIn: builtInModes(join(resourcesFolder, 'modes')) }),
    async exportTranscript(taskId, format, subtree) {
      if (store === null) throw new Error('There is nothing to export yet.')
      return exportTranscript(store, taskId, { format, subtree, images })
    },
    view: (taskId) => (store === null ? null : readView(store, taskId)),
    async work(taskId) {
      if (store === null) throw new Error('There is no such task.')
      return createWorkReader(store, dataFolder).work(taskId)
    },
    async workFile(taskId, place) {
      if (store === null) throw new Error('There is no such task.')
      return createWorkReader(store, dataFolder).workFile(taskId, place)
    },
    budget(taskId) {
      const task = store?.tasks.get(taskId) ?? null
      if (store === null || task === null) throw new Error('There is no such task.')
      return readBudget(store, task)
    },
    xray(order) {
      if (store === null) throw new Error('There is no such task.')
      return readXray(store, images.base64, order)
    },
    worktrees: async (workspaceId) => (store === null ? [] : readWorktrees(store, dataFolder, workspaceId)),
    dispose() {
      search.dispose()
      store?.dispose()
    },
  }
}

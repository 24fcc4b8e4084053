import { backUpWhileOpen } from './backup.ts'
import { createBudgetRows } from './budget-rows.ts'
import { createChanges } from './changes.ts'
import { createDamageMarks } from './damage-marks.ts'
import { createDrafts } from './drafts.ts'
import { createEvents } from './events.ts'
import { createLogFlush } from './log-flush.ts'
import { migrations } from './migrations/all.ts'
import { createModes } from './modes.ts'
import { openDatabase } from './open-database.ts'
import { createPreferences } from './preferences.ts'
import { createProviders } from './providers.ts'
import { createRequestParts } from './request-parts.ts'
import { createSettingRows } from './setting-rows.ts'
import { createSettings, lastGoodRows } from './settings.ts'
import { withStorageErrors } from './storage-error.ts'
import { createStorageHealth } from './storage-health.ts'
import type { Store } from './store.ts'
import { createSubtasks } from './subtasks.ts'
import { createTaskMarks } from './task-marks.ts'
import { createTasks } from './tasks.ts'
import { createWorkspaces } from './workspaces.ts'

/**
 * Opens everything that is kept in `<folder>/treeline.db`, making it the first time and migrating it after
 * an update. One process may write at a time: take `lockDataFolder` first. With `readonly` nothing is
 * written, and another process may be at work; every write then throws.
 *
 * Throws AppError `data_newer_than_app`, `storage_failed`, and with `readonly` `not_found`.
 */
export function openStore({ folder, readonly = false }: { folder: string; readonly?: boolean }): Store {
  const database = openDatabase(folder, readonly, migrations)
  const log = createLogFlush(`${database.name}-wal`)
  const settingRows = createSettingRows(database)
  const marks = createDamageMarks(database)
  const lastGood = lastGoodRows(database, settingRows)
  const preferences = createPreferences({ folder, lastGood, watched: !readonly })
  const health = createStorageHealth(database)
  const parts: Omit<Store, 'health' | 'dispose'> = {
    events: createEvents(database, log, marks),
    damage: { listen: marks.listen },
    tasks: createTasks(database),
    marks: createTaskMarks(database),
    changes: createChanges(database),
    budgets: createBudgetRows(database),
    subtasks: createSubtasks(database),
    modes: createModes(database),
    requests: createRequestParts(database, log),
    workspaces: createWorkspaces(database),
    providers: createProviders(database, settingRows),
    settings: createSettings(database, settingRows, preferences),
    drafts: createDrafts(database),
    transaction: (work) => database.transaction(work).immediate(),
    backUp: (target) => backUpWhileOpen(database, target),
  }
  return {
    ...withStorageErrors(parts, database.name, (cause, turned) => {
      health.failed(cause, turned instanceof Error ? turned.message : String(turned))
    }),
    health,
    dispose() {
      preferences.dispose()
      health.dispose()
      log.dispose()
      database.close()
    },
  }
}

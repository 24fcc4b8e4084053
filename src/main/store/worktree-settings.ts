import { AppError } from '../../contract/app-error.ts'
import type { WorkspaceId } from '../../contract/ids.ts'
import {
  copyFault,
  type WorktreeSettings,
  type WorktreeSettingsChange,
  worktreeSettingsChangeSchema,
  worktreeSettingsSchema,
} from '../../contract/worktree-settings.ts'
import type { Database } from './database.ts'
import type { SettingRows } from './setting-rows.ts'

/** How worktrees are made and come back, per workspace: a row for each setting, as everywhere. */
export type WorktreeSettingRows = {
  worktrees(workspaceId: WorkspaceId): WorktreeSettings
  setWorktrees(workspaceId: WorkspaceId, change: WorktreeSettingsChange): WorktreeSettings
}

/** Reads and writes them. What is stored and cannot be read counts as unset, one setting at a time. */
export function createWorktreeSettings(database: Database, rows: SettingRows): WorktreeSettingRows {
  function worktrees(workspaceId: WorkspaceId): WorktreeSettings {
    const stored = rows.group('workspace', workspaceId, 'worktrees')
    const held = Object.entries(worktreeSettingsChangeSchema.shape).flatMap(([name, schema]) => {
      const value = schema.safeParse(stored.get(name))
      return value.success && value.data !== undefined ? [[name, value.data]] : []
    })
    return worktreeSettingsSchema.parse(Object.fromEntries(held))
  }

  const set = database.transaction((workspaceId: WorkspaceId, change: WorktreeSettingsChange) => {
    for (const [name, schema] of Object.entries(worktreeSettingsChangeSchema.shape)) {
      const value = change[name as keyof WorktreeSettingsChange]
      if (value === undefined) continue
      const { success, data } = schema.safeParse(value)
      if (!success) throw new AppError('bad_request', `${JSON.stringify(value)} is not possible for ${name}.`)
      rows.set('workspace', workspaceId, `worktrees.${name}`, data)
    }
    for (const glob of change.copy ?? []) {
      const fault = copyFault(glob)
      if (fault !== null) throw new AppError('bad_request', fault)
    }
  })

  return {
    worktrees,
    setWorktrees(workspaceId, change) {
      set.immediate(workspaceId, change)
      return worktrees(workspaceId)
    },
  }
}

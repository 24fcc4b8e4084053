import { eventIterator, oc, type } from '@orpc/contract'
import { z } from 'zod'
import { changesContract } from './changes-api.ts'
import { composerContract } from './composer-api.ts'
import type { Health } from './health.ts'
import { taskIdSchema, workspaceIdSchema } from './ids.ts'
import { searchOrderSchema, searchPageSchema } from './search.ts'
import { settingsContract } from './settings-api.ts'
import { taskContract } from './task-api.ts'
import { workspaceSchema, workspaceStateSchema } from './workspace.ts'
import {
  worktreeInfoSchema,
  worktreeSettingsChangeSchema,
  worktreeSettingsSchema,
} from './worktree-settings.ts'
import { contextPartsSchema, xrayOrderSchema, xraySchema } from './xray.ts'

const ok = z.object({ ok: z.literal(true) })

const task = z.object({ taskId: taskIdSchema })
const workspace = z.object({ workspaceId: workspaceIdSchema })

/**
 * Everything a face of the app can ask of the engine. Commands are imperative; what comes of them arrives
 * through `tasks.watch` and `task.watch` and nowhere else. Expected failures are ORPCErrors whose `code`
 * is an ErrorCode in capitals and whose message is for people.
 */
export const contract = {
  app: {
    info: oc.output(
      z.object({
        version: z.string(),
        host: z.enum(['desktop', 'browser', 'terminal']),
        platform: z.string(),
        dataFolder: z.string(),
        homeFolder: z.string(),
        /** How providers' keys are kept, to follow "Keys are kept": "in a file that …". */
        secretsKept: z.string(),
        /** Whether this host can show a native folder picker or a window per task. */
        canPickFolder: z.boolean(),
        canOpenWindows: z.boolean(),
      }),
    ),
    /** How storing goes, at once and whenever that changes. */
    watchHealth: oc.output(eventIterator(type<Health>())),
    /** Copies the database, as it is at one moment, to a new file of that folder's `backups`. */
    backup: oc.output(z.object({ path: z.string(), bytes: z.number().int() })),
    openTaskWindow: oc.input(task).output(ok),
    openExternal: oc.input(z.object({ url: z.url() })).output(ok),
  },
  workspaces: {
    list: oc.output(z.array(workspaceStateSchema)),
    open: oc.input(z.object({ path: z.string().min(1) })).output(workspaceSchema),
    /** The folder a person picked in a native dialog, or null. `not_supported_here` without one. */
    pick: oc.output(workspaceSchema.nullable()),
    setTrust: oc
      .input(z.object({ workspaceId: workspaceIdSchema, trusted: z.boolean() }))
      .output(workspaceSchema),
    /** How worktrees of subtasks are set up and come back in this workspace. */
    worktreeSettings: oc.input(workspace).output(worktreeSettingsSchema),
    setWorktreeSettings: oc
      .input(workspace.extend({ change: worktreeSettingsChangeSchema }))
      .output(worktreeSettingsSchema),
    /** The worktrees that tasks of this workspace work or worked in. */
    worktrees: oc.input(workspace).output(z.array(worktreeInfoSchema)),
    /** Removes one. What lies in it and nowhere else is kept in a snapshot first. `conflict` while a task works in it. */
    removeWorktree: oc.input(workspace.extend({ path: z.string() })).output(ok),
    /** Folders whose path begins with what was typed, at most 20, for a host without a picker. */
    suggest: oc.input(z.object({ prefix: z.string() })).output(z.array(z.string())),
    /** Makes a fresh copy of the sample repository and opens it, trusted, with the demo as its provider. */
    openDemo: oc.output(workspaceSchema),
  },
  ...taskContract,
  xray: {
    /** What a request of a task held, as it was sent, and what went over between it and other tasks. */
    read: oc.input(xrayOrderSchema).output(xraySchema),
    /** What fills a task's context, by its last request, in sums. */
    parts: oc.input(task).output(contextPartsSchema),
  },
  changes: changesContract,
  composer: composerContract,
  search: {
    /** Looks through everything that people and models said in tasks that are not deleted, the best first. */
    query: oc.input(searchOrderSchema).output(searchPageSchema),
  },
  ...settingsContract,
}
export type Contract = typeof contract

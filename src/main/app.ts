import { homedir } from 'node:os'
import { join } from 'node:path'
import type { WorkspaceId } from '../contract/ids.ts'
import { isEnded } from '../contract/task-status.ts'
import type { ApiDeps } from './api/api-deps.ts'
import { delay } from './base/delay.ts'
import { removeHalfWritten } from './base/half-written.ts'
import { createAutoApprove } from './compose/auto-approve.ts'
import { createChanges } from './compose/changes.ts'
import { createChecks } from './compose/checks.ts'
import { contextParts } from './compose/context-parts.ts'
import { createDemo } from './compose/demo.ts'
import { createTaskImport, type TaskImport } from './compose/import-tasks.ts'
import { createIsolation } from './compose/isolation.ts'
import { createMessages } from './compose/messages.ts'
import { createSystemPrompts } from './compose/prompts.ts'
import { outputReader } from './compose/read-output.ts'
import { commandTracer } from './compose/trace-command.ts'
import { createWorkspaces } from './compose/workspaces.ts'
import { createWorktrees } from './compose/worktrees.ts'
import { readXray } from './compose/xray.ts'
import { fetchPage } from './composer/fetch-page.ts'
import { findDropped } from './composer/find-dropped.ts'
import { createMentionOffers } from './composer/offer-mentions.ts'
import { createWorkspacePaths } from './composer/workspace-paths.ts'
import { createEngine } from './engine/engine.ts'
import type { EngineDeps } from './engine/engine-deps.ts'
import type { AfterRestart } from './engine/recovery.ts'
import { canReach } from './model/can-reach.ts'
import { findLocalServers } from './model/find-local-servers.ts'
import { testConnection } from './model/list-models.ts'
import { createModelClient } from './model/openai-client.ts'
import { createProviders, demoProvider } from './model/providers.ts'
import { retryDelay } from './model/retry.ts'
import { builtInModes } from './modes/built-in.ts'
import { createModes, type Modes } from './modes/mode-sources.ts'
import type { Platform } from './platform.ts'
import { decide } from './policy/decide.ts'
import { newBackupPath } from './store/backup.ts'
import { createImageFiles, imageFolder } from './store/image-files.ts'
import { lockDataFolder, lookAtLock } from './store/instance-lock.ts'
import { lostLog } from './store/lost-log.ts'
import { databasePath } from './store/open-database.ts'
import { openStore } from './store/open-store.ts'
import { createSearch } from './store/search/search.ts'
import type { Store } from './store/store.ts'
import { createTerminals } from './terminal/terminals.ts'
import { createToolSet } from './tools/tool-set.ts'
import { exportTranscript } from './transcript/export-transcript.ts'
import { createGit } from './workspace/git.ts'
import { hashFile } from './workspace/hash-file.ts'
import { createPathScope } from './workspace/path-scope.ts'

/**
 * In the terminal nobody may be there to see that a host's name is wrong: after so many milliseconds without a way
 * to the server a task pauses and says so, where in a window it waits until the network is back.
 */
const offlineLimitMs = 600_000

/** After the start people want to work; what the search has not taken in yet is taken in then. */
const searchDelayMs = 10_000

/** The whole app, without a face. A host gives it one. */
export type App = ApiDeps & {
  modesIn: Modes
  taskImport: TaskImport
  demoProvider: typeof demoProvider
  dispose(): Promise<void>
}

/**
 * Builds the app over what a host lends it: the one place where everything is wired. `restart` says what
 * becomes of tasks that the last run left open; `by_preference` asks the stored preferences.
 *
 * Rejects with AppError `data_folder_in_use` while another process owns the data folder,
 * `data_newer_than_app` and `storage_failed`.
 */
export async function createApp(platform: Platform, restart: AfterRestart | 'by_preference'): Promise<App> {
  const { dataFolder, resourcesFolder, environment, secrets } = platform
  const before = await lookAtLock(dataFolder)
  const unlock = await lockDataFolder(dataFolder, platform.host, (error) => {
    platform.log('error', error.message)
    // Another process writes now: not one statement more.
    process.exit(1)
  })
  const lost = lostLog(databasePath(dataFolder), before.state === 'stale')
  const store = await openOwned(dataFolder, unlock)
  if (lost !== null) {
    platform.log('warn', lost)
    store.health.notice(lost)
  }
  for (const folder of [dataFolder, imageFolder(dataFolder)])
    await removeHalfWritten(folder).catch((error) => platform.log('warn', String(error)))
  const git = createGit()
  const terminals = createTerminals({ spoolFolder: join(dataFolder, 'commands'), environment })
  await terminals.recover()
  const workspaces = createWorkspaces({ store, git, now: Date.now })
  const demo = createDemo({
    store,
    git,
    workspaces,
    folder: join(dataFolder, 'demo'),
    resourcesFolder,
    // In the terminal nobody watches an answer being written.
    delayMs: platform.host === 'terminal' ? 0 : readDelay(environment.TREELINE_DEMO_DELAY_MS),
  })
  const providers = createProviders({ rows: store.providers, secrets, environment, demo: demo.endpoint })
  const modes = createModes({ dataFolder, builtIn: builtInModes(join(resourcesFolder, 'modes')) })
  const workspaceOf = (id: WorkspaceId | null) => (id === null ? null : store.workspaces.get(id))
  const modesFor = (id: WorkspaceId | null) => {
    const workspace = workspaceOf(id)
    return modes.list({ folder: workspace?.path ?? null, trusted: workspace?.trusted ?? false })
  }
  const autoApprove = createAutoApprove(store)
  const isolation = createIsolation({ git, dataFolder, log: platform.log })
  const images = createImageFiles(dataFolder)
  const deps: EngineDeps = {
    store,
    model: createModelClient(),
    now: Date.now,
    delay,
    random: Math.random,
    tools: createToolSet({ terminals, forbidden: [dataFolder] }),
    modes: { list: modesFor },
    endpoint: providers.endpoint,
    image: (hash) => images.base64(hash),
    modelForMode: providers.modelForMode,
    systemPrompt: createSystemPrompts({ resourcesFolder, store }),
    policy: { decide, resolve: autoApprove.resolve },
    retryDelay,
    canReach,
    offlineLimitMs: platform.host === 'terminal' ? offlineLimitMs : null,
    hashFile,
    commands: {
      killTask: async (taskId) => void (await terminals.killTask(taskId, 'The task has ended.')),
      trace: commandTracer(terminals),
    },
    checks: createChecks({ terminals, forbidden: [dataFolder] }),
    isolation,
    trialMerges: isolation.trialMerges,
    worktreeSettings: store.settings.worktrees,
    log: platform.log,
  }
  const after = restart === 'by_preference' ? store.settings.preferences().afterRestart : restart
  // Before anybody works: a worktree that is being made is not there yet for all to see.
  await isolation.tidy(
    (taskId, folder) => {
      const inside = store.tasks.subtree(taskId).filter((task) => task.folder.startsWith(folder))
      return (
        store.tasks.get(taskId) === null || inside.some(({ id, status }) => id === taskId || !isEnded(status))
      )
    },
    store.workspaces.list().map(({ path }) => path),
  )
  const engine = createEngine(deps, after)
  const search = createSearch({ folder: dataFolder, log: platform.log })
  // A command of the terminal has no time to lose, and takes in what it needs when it searches.
  const filling =
    platform.host === 'terminal' ? undefined : setTimeout(() => void search.fill(), searchDelayMs).unref()

  const taskImport = createTaskImport({ store, engine, modesFor, images, now: Date.now })
  const scope = createPathScope({ forbidden: [dataFolder] })
  const paths = createWorkspacePaths({ git, now: Date.now })
  const messages = createMessages({
    store,
    engine,
    dataFolder,
    images,
    sources: { git, scope, fetchPage: (url) => fetchPage(url) },
    offerMentions: createMentionOffers({ git, paths }),
    findDropped: (folder, file) => findDropped(paths, folder, file),
  })

  const parts: ApiDeps = {
    engine,
    store,
    host: {
      version: platform.version,
      host: platform.host,
      platform: process.platform,
      dataFolder,
      homeFolder: homedir(),
      secretsKept: () => secrets.kept,
      pickFolder: platform.pickFolder,
      openTaskWindow: platform.openTaskWindow,
      openExternal: platform.openExternal,
    },
    backUp: async () => {
      const path = newBackupPath(dataFolder, Date.now())
      return { path, bytes: await store.backUp(path) }
    },
    workspaces: {
      ...workspaces,
      openDemo: demo.open,
    },
    worktrees: createWorktrees({ store, git, dataFolder }),
    modes: {
      list: modesFor,
      files: (id) => modes.files({ folder: workspaceOf(id)?.path ?? null }),
      check: modes.check,
      saveUser: modes.saveUser,
    },
    autoApprove: { at: autoApprove.at, set: autoApprove.set },
    providers: {
      ...providers,
      findLocal: () => findLocalServers(environment.TREELINE_LOCAL_PORTS),
      test: async ({ providerId, baseUrl, key }) => {
        const stored = key === undefined && providerId !== undefined ? await providers.key(providerId) : null
        return testConnection({ baseUrl, apiKey: key ?? stored ?? '' }, AbortSignal.timeout(15_000))
      },
    },
    transcript: {
      export: (taskId, format, subtree) => exportTranscript(store, taskId, { format, subtree, images }),
      import: taskImport.json,
    },
    changes: createChanges({ store, engine, scope, dataFolder, environment }),
    images,
    messages,
    search,
    xray: (order) => readXray(store, images.base64, order),
    contextParts: (taskId) => contextParts(readXray(store, images.base64, { taskId })),
    commands: { readOutput: outputReader(terminals) },
  }

  return {
    ...parts,
    modesIn: modes,
    taskImport,
    demoProvider,
    async dispose() {
      clearTimeout(filling)
      search.dispose()
      await engine.dispose()
      await terminals.dispose()
      await demo.dispose()
      store.dispose()
      await unlock()
    },
  }
}

/** Milliseconds from an environment variable, or undefined when it holds no such number. */
function readDelay(text: string | undefined): number | undefined {
  return /^\d{1,5}$/.test(text ?? '') ? Number(text) : undefined
}

async function openOwned(folder: string, unlock: () => Promise<void>): Promise<Store> {
  try {
    return openStore({ folder })
  } catch (error) {
    await unlock()
    throw error
  }
}

import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { type ActionType, actionTypes } from '../../contract/action-type.ts'
import type { BudgetChange } from '../../contract/budget.ts'
import type { ProviderId, TaskId } from '../../contract/ids.ts'
import type { TaskEvent } from '../../contract/task-event.ts'
import type { TaskStatus } from '../../contract/task-status.ts'
import type { TaskSummary } from '../../contract/task-summary.ts'
import type { TaskView, ToolCallView } from '../../contract/task-view.ts'
import type { WorkAnswer } from '../../contract/work.ts'
import type { Workspace } from '../../contract/workspace.ts'
import { type App, createApp } from '../app.ts'
import type { AfterRestart } from '../engine/recovery.ts'
import { type ScriptedServer, startScriptedServer } from '../model/scripted-server.ts'
import type { ScriptedTurn } from '../model/scripted-turn.ts'
import { type Conversation, conversationOf } from './conversation.ts'
import { findFaults } from './soundness.ts'

/** The real app over a temporary data folder, a temporary git repository and a scripted model server. */
export type TestApp = {
  readonly app: App
  server: ScriptedServer
  /** The repository's absolute folder. */
  folder: string
  /** The app's data folder. */
  dataFolder: string
  /** What the app logged as errors so far: bugs, mostly. */
  problems: string[]
  readonly workspace: Workspace
  create(
    message: string,
    order?: Partial<{
      mode: string
      delegation: boolean
      approve: ActionType[] | 'all'
      budget: BudgetChange
      providerId: ProviderId
    }>,
  ): TaskSummary
  /** What people can do, on the app as it is now. */
  readonly tasks: App['engine']['tasks']
  task(displayId: string): TaskSummary
  id(displayId: string): TaskId
  view(displayId: string): TaskView
  /** Resolves when the task has one of these statuses, at once if it has it now. */
  until(displayId: string, ...statuses: TaskStatus[]): Promise<TaskSummary>
  /** Resolves with the first event that `wanted` takes, of those still to come. */
  event(wanted: (event: TaskEvent) => boolean): Promise<TaskEvent>
  /** A task's calls in order. */
  calls(displayId: string): ToolCallView[]
  /** Answers the approval that a task waits for. */
  decide(
    displayId: string,
    decision: 'approved' | 'rejected',
    feedback?: string,
    edited?: { mode: string; message: string },
    work?: WorkAnswer,
  ): void
  /** Closes the app and opens it again over the same data. `between` runs while it is closed. */
  restart(after?: AfterRestart, between?: () => void | Promise<void>): Promise<void>
  /** What should hold and does not: see `findFaults`, and what was logged as an error. */
  faults(): string[]
  /** Closes the app and removes its folders. Throws when there are faults. */
  dispose(): Promise<void>
}

const resourcesFolder = join(import.meta.dirname, '..', '..', '..', 'resources')

/** Opens the app over a data folder and a model server, with a host that has nothing to lend. */
export function openTestApp(order: {
  dataFolder: string
  baseUrl: string
  after: AfterRestart
  environment?: Record<string, string> | undefined
  /** Hears what is logged as an error. */
  onProblem(problem: string): void
}): Promise<App> {
  const { dataFolder, baseUrl, after, environment, onProblem } = order
  return createApp(
    {
      host: 'terminal',
      version: '0.0.0-test',
      dataFolder,
      resourcesFolder,
      environment: {
        PATH: process.env.PATH,
        HOME: dirname(dataFolder),
        TREELINE_BASE_URL: baseUrl,
        TREELINE_API_KEY: 'test-key',
        TREELINE_MODEL: 'scripted',
        ...environment,
      },
      secrets: { kept: 'in memory', get: async () => null, set: async () => {}, remove: async () => {} },
      pickFolder: null,
      openTaskWindow: null,
      openExternal: async () => {},
      log: (level, message) => void (level === 'error' && onProblem(message)),
    },
    after,
  )
}

/** Starts one. `files` are what the repository holds and has committed. */
export async function startTestApp(order: {
  script(conversation: Conversation): ScriptedTurn | Promise<ScriptedTurn>
  files?: Record<string, string>
  environment?: Record<string, string>
  /** Keeps the files in memory where the system can: for tests that open the app very often. */
  inMemory?: boolean
}): Promise<TestApp> {
  const memory = order.inMemory === true && existsSync('/dev/shm')
  const base = mkdtempSync(join(memory ? '/dev/shm' : tmpdir(), 'treeline-test-'))
  const folder = join(base, 'sample-app')
  const dataFolder = join(base, 'data')
  const problems: string[] = []
  makeRepository(folder, order.files ?? { 'README.md': '# Sample\n' })
  const server = await startScriptedServer({ respond: ({ body }) => order.script(conversationOf(body)) })

  const open = (after: AfterRestart) =>
    openTestApp({
      ...{ dataFolder, baseUrl: server.baseUrl, after, environment: order.environment },
      onProblem: (problem) => problems.push(problem),
    })
  let app = await open('continue')
  let left = false
  const workspace = await app.workspaces.open(folder)

  function task(displayId: string): TaskSummary {
    const found = app.store.tasks.find(displayId)
    if (found === null) throw new Error(`There is no task ${displayId}.`)
    return found
  }
  function faults(): string[] {
    const requests = server.requests.map(({ body }) => body)
    const found = findFaults(app, { dataFolder, requests, left })
    return [...found, ...problems.map((problem) => `Logged: ${problem}`)]
  }
  function event(wanted: (event: TaskEvent) => boolean): Promise<TaskEvent> {
    return new Promise((resolve) => {
      const stop = app.engine.listen((events) => {
        const found = events.find(wanted)
        if (found === undefined) return
        stop()
        resolve(found)
      })
    })
  }

  return {
    get app() {
      return app
    },
    server,
    folder,
    dataFolder,
    problems,
    workspace,
    create: (
      message,
      { mode = 'orchestrator', delegation = true, approve, budget, providerId = null } = {},
    ) =>
      app.engine.tasks.create({
        workspaceId: workspace.id,
        message,
        mode,
        delegation,
        providerId,
        model: null,
        budget,
        autoApprove: approve === undefined ? undefined : togglesOf(approve),
      }),
    get tasks() {
      return app.engine.tasks
    },
    task,
    id: (displayId) => task(displayId).id,
    view: (displayId) => app.engine.view(task(displayId).id),
    async until(displayId, ...statuses) {
      while (!statuses.includes(app.store.tasks.find(displayId)?.status ?? 'queued')) await event(() => true)
      return task(displayId)
    },
    event,
    calls: (displayId) => Object.values(app.engine.view(task(displayId).id).calls),
    decide(displayId, decision, feedback = '', edited, work) {
      const taskId: TaskId = task(displayId).id
      const approval = Object.values(app.engine.view(taskId).calls).find(
        (call) => call.approval !== null && call.approval.decision === null,
      )?.approval
      if (!approval) throw new Error(`${displayId} waits for no approval.`)
      const { approvalId, hash } = approval
      app.engine.tasks.decideApproval(taskId, {
        approvalId,
        hash,
        decision,
        feedback,
        edited: edited ?? null,
        work,
      })
    },
    async restart(after = 'continue', between = () => {}) {
      await app.dispose()
      await between()
      left = after === 'leave'
      app = await open(after)
    },
    faults,
    async dispose() {
      const found = faults()
      await app.dispose()
      await server.close()
      rmSync(base, { recursive: true, force: true })
      if (found.length > 0) throw new Error(`The test left faults:\n${found.join('\n')}`)
    },
  }
}

function togglesOf(approve: ActionType[] | 'all'): Record<ActionType, boolean> {
  const entries = actionTypes.map((action) => [action, approve === 'all' || approve.includes(action)])
  return Object.fromEntries(entries) as Record<ActionType, boolean>
}

function makeRepository(folder: string, files: Record<string, string>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  const git = (...args: string[]) => execFileSync('git', args, { cwd: folder, stdio: 'ignore' })
  git('init', '-b', 'main')
  git('add', '-A')
  git('-c', 'user.name=Test', '-c', 'user.email=test@example.invalid', 'commit', '-m', 'Start')
}

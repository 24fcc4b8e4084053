import type { TaskId } from '../../contract/ids.ts'
import type { TaskStatus } from '../../contract/task-status.ts'
import type { TaskSummary } from '../../contract/task-summary.ts'
import { delay } from '../base/delay.ts'
import { createEngine, type Engine } from '../engine/engine.ts'
import type { EngineDeps } from '../engine/engine-deps.ts'
import type { AfterRestart } from '../engine/recovery.ts'
import type { TurnOutcome } from '../model/model-client.ts'
import type { Store } from '../store/store.ts'
import { createAttemptCompletion } from '../tools/attempt-completion.ts'
import { parseArguments } from '../tools/parse-arguments.ts'
import { type Tool, ToolError, toolDefinition } from '../tools/tool.ts'
import { testEndpoint } from './ask-model.ts'
import { sampleMode } from './sample-events.ts'
import { temporaryStore } from './sample-store.ts'

/** The engine over a real store, with everything else made up: for what the real rooms never do. */
export type BareEngine = {
  engine: Engine
  store: Store
  /** What was logged as an error or a warning. */
  logged: string[]
  create(message: string): TaskSummary
  /** Resolves when the task has one of these statuses. */
  until(taskId: TaskId, ...statuses: TaskStatus[]): Promise<TaskSummary>
}

/** An answer that makes these calls. */
export function answering(...calls: { name: string; arguments: object }[]): TurnOutcome {
  return {
    status: 'answered',
    text: '',
    reasoning: '',
    calls: calls.map((call, index) => ({
      id: `${index}`,
      name: call.name,
      arguments: JSON.stringify(call.arguments),
    })),
    finish: 'tool_calls',
    usage: { inputTokens: 1, outputTokens: 1, cachedTokens: 0, cost: null },
  }
}

/** Makes one. `answer` plays the model by the number of the turn; `tools` are offered besides completing. */
export function bareEngine(order: {
  answer(turn: number): TurnOutcome | Promise<TurnOutcome>
  tools?: Tool[]
  deps?: Partial<EngineDeps>
  /** The store of an engine before this one; a new one when left out. */
  store?: Store
  after?: AfterRestart
}): BareEngine {
  const store = order.store ?? temporaryStore().store
  const workspace = store.workspaces.open('/home/me/treeline', 1)
  const tools = [...(order.tools ?? []), createAttemptCompletion()]
  const logged: string[] = []
  const engine = createEngine(
    {
      store,
      model: {
        async streamTurn({ messages }) {
          return order.answer(messages.filter(({ role }) => role === 'assistant').length)
        },
      },
      now: Date.now,
      delay,
      random: () => 0,
      tools: {
        find: (name) => tools.find((tool) => tool.name === name) ?? null,
        forMode: () => tools,
        definitions: () => tools.map(toolDefinition),
        parse: parseArguments,
        isToolError: (error) => error instanceof ToolError,
      },
      modes: { list: () => [{ ...sampleMode, overrides: [] }] },
      endpoint: async () => ({
        providerId: 'prv_1' as never,
        endpoint: testEndpoint('http://127.0.0.1:1/v1'),
      }),
      modelForMode: () => null,
      systemPrompt: async () => 'You are a test.',
      policy: { decide: () => ({ verdict: 'allow', rule: 'A test may.' }), resolve: () => [] },
      retryDelay: () => 0,
      canReach: async () => true,
      offlineLimitMs: null,
      hashFile: async () => null,
      isolation: noWorktrees,
      trialMerges: { look: async () => [] },
      worktreeSettings: store.settings.worktrees,
      commands: { killTask: async () => {}, trace: async () => ({ state: 'none' }) },
      checks: {
        run: async () => ({ exitCode: 0, ended: 'exit code 0', output: '' }),
        exists: async () => true,
        fingerprint: async () => ({}),
        changesSince: async () => [],
      },
      log: (level, message) => void (level !== 'info' && logged.push(message)),
      ...order.deps,
    },
    order.after ?? 'leave',
  )

  return {
    engine,
    store,
    logged,
    create: (message) =>
      engine.tasks.create({
        ...{ workspaceId: workspace.id, message, mode: sampleMode.slug, delegation: true },
        ...{ providerId: null, model: null },
      }),
    until: (taskId, ...statuses) =>
      new Promise((resolve) => {
        const look = () => {
          const task = store.tasks.get(taskId)
          if (task === null || !statuses.includes(task.status)) return
          stop()
          resolve(task)
        }
        const stop = engine.listen(look)
        look()
      }),
  }
}

const none = async () => Promise.reject(new Error('There are no worktrees here.'))

const noWorktrees: EngineDeps['isolation'] = {
  ...{ open: none, look: none, between: none, hunks: none, outside: none, merge: none, bring: none },
  ...{ resolve: none, land: none, commit: none, branch: none, keep: none, revert: none },
  whyNot: async () => 'There are no worktrees here.',
  restore: async () => null,
  unfinishedReverts: async () => [],
  forgetRevert: async () => {},
  close: async () => {},
}

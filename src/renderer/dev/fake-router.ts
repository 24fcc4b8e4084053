import { implement, ORPCError } from '@orpc/server'
import { actionTypes, defaultAutoApprove } from '../../contract/action-type.ts'
import type { TaskFrame, TreeFrame } from '../../contract/api.ts'
import { contract } from '../../contract/api.ts'
import type { EffectiveMode, ModesFile } from '../../contract/mode.ts'
import type { ProviderState } from '../../contract/provider.ts'
import { type Preferences, preferencesSchema } from '../../contract/settings.ts'
import type { LiveDelta, TaskEvent } from '../../contract/task-event.ts'
import type { WorkspaceState } from '../../contract/workspace.ts'
import type { FakeTask } from './fake-log.ts'
import { makeMany, makeSample } from './fake-sample.ts'

/** What of the fake a page's address may choose. */
export type FakeOptions = { tasks: number; empty: boolean; stream: boolean }

type Hearer = { tree?: (frame: TreeFrame) => void; task?: (taskId: string, frame: TaskFrame) => void }

async function* queue<T>(
  first: T[],
  listen: (push: (value: T) => void) => () => void,
  signal: AbortSignal | undefined,
): AsyncGenerator<T> {
  const waiting = [...first]
  let wake = () => {}
  const stop = listen((value) => {
    waiting.push(value)
    wake()
  })
  signal?.addEventListener('abort', () => wake())
  try {
    while (!signal?.aborted) {
      for (let value = waiting.shift(); value !== undefined; value = waiting.shift()) yield value
      await new Promise<void>((resolve) => {
        wake = resolve
      })
    }
  } finally {
    stop()
  }
}

function mode(slug: string, name: string, groups: string[], whenToUse: string): EffectiveMode {
  return {
    slug,
    name,
    description: whenToUse,
    whenToUse,
    roleDefinition: `You are in ${name} mode.`,
    customInstructions: '',
    groups: groups.map((group) => ({ group: group as never })),
    source: 'builtin',
    overrides: [],
  }
}

const all = ['read', 'edit', 'command', 'browser', 'mcp']

function builtinModes(): EffectiveMode[] {
  return [
    {
      ...mode('orchestrator', 'Orchestrator', ['read'], 'Splits work and delegates it'),
      source: 'user',
      overrides: ['builtin'],
    },
    mode('code', 'Code', all, 'Writes and changes code'),
    mode('architect', 'Architect', ['read', 'edit', 'mcp'], 'Plans before anything is built'),
    mode('debug', 'Debug', all, 'Finds out why something does not work'),
    mode('ask', 'Ask', ['read', 'browser', 'mcp'], 'Explains, changes nothing'),
    mode('test', 'Test', all, 'Writes and runs tests'),
    mode('review', 'Review', ['read', 'command'], 'Reads changes critically'),
  ]
}

const userModes = `{
  "customModes": [
    {
      "slug": "orchestrator",
      "name": "Orchestrator",
      "roleDefinition": "You split work and delegate it.",
      "groups": ["read"]
    },
    {
      "slug": "broken mode",
      "name": "Broken",
      "groups": ["read"]
    }
  ]
}
`

function modesFile(text: string): ModesFile {
  const problems: ModesFile['problems'] = []
  const lines = text.split('\n')
  lines.forEach((line, at) => {
    const slug = /"slug":\s*"([^"]*)"/.exec(line)?.[1]
    if (slug !== undefined && !/^[a-zA-Z0-9-]+$/.test(slug)) {
      problems.push({
        severity: 'error',
        slug,
        field: 'slug',
        line: at + 1,
        message: `The slug “${slug}” may hold letters, digits and dashes only.`,
      })
    }
  })
  return {
    path: '/home/ada/.config/treeline/modes.json',
    source: 'user',
    exists: true,
    text,
    modes: builtinModes().slice(0, 1),
    problems,
  }
}

/** An engine that is not there: made-up tasks behind the real contract, for work on the screen alone. */
export function createFakeRouter(options: FakeOptions) {
  const os = implement(contract)
  const hearers = new Set<Hearer>()
  const workspaces: WorkspaceState[] = options.empty
    ? []
    : [
        {
          id: 'wsp_1' as never,
          path: '/home/ada/acme-shop',
          name: 'acme-shop',
          prefix: 'AS',
          trusted: false,
          openedAt: Date.now(),
          available: true,
          branch: 'main',
          isRepository: true,
        },
        {
          id: 'wsp_2' as never,
          path: '/home/ada/notes',
          name: 'notes',
          prefix: 'NO',
          trusted: true,
          openedAt: Date.now() - 86_400_000,
          available: false,
          branch: null,
          isRepository: false,
        },
      ]
  const providers: ProviderState[] = options.empty
    ? []
    : [
        {
          id: 'prv_1' as never,
          name: 'OpenAI',
          baseUrl: 'https://api.openai.com/v1',
          model: 'gpt-5-codex',
          modelByMode: { orchestrator: 'gpt-5' },
          prices: { 'gpt-5': { input: 1.25, output: 10, cachedInput: 0.125 } },
          contextWindow: 400_000,
          source: 'stored',
          hasKey: true,
          isDefault: false,
        },
        {
          id: 'demo' as never,
          name: 'Demo',
          baseUrl: 'http://127.0.0.1:1/v1',
          model: 'demo-large',
          modelByMode: {},
          prices: {},
          contextWindow: null,
          source: 'demo',
          hasKey: false,
          isDefault: true,
        },
      ]
  const made: FakeTask[] = options.empty ? [] : makeSample('wsp_1' as never, Date.now())
  if (options.tasks > 0) made.push(...makeMany('wsp_1' as never, options.tasks))
  const tasks = new Map(made.map((task) => [task.summary.id as string, task]))
  let preferences: Preferences = preferencesSchema.parse({})
  const toggles = { ...defaultAutoApprove }
  const kept = new Map<string, string>()
  let modesText = userModes

  const get = (taskId: string): FakeTask => {
    const task = tasks.get(taskId)
    if (task === undefined) throw new ORPCError('NOT_FOUND', { message: `There is no task ${taskId}.` })
    return task
  }
  const change = (
    task: FakeTask,
    summary: Partial<FakeTask['summary']>,
    events: TaskEvent['body'][] = [],
  ) => {
    task.summary = { ...task.summary, ...summary, updatedAt: Date.now() }
    const added = events.map((body) => ({
      taskId: task.summary.id,
      seq: task.events.length + 1,
      at: Date.now(),
      body,
    }))
    for (const [at, event] of added.entries()) task.events.push({ ...event, seq: event.seq + at })
    const fresh = added.length > 0 ? task.events.slice(-added.length) : []
    for (const { tree, task: hear } of hearers) {
      tree?.({ type: 'changed', tasks: [task.summary], removed: [] })
      hear?.(task.summary.id, { events: fresh, deltas: [] })
    }
    return { ok: true as const }
  }
  const entries = () =>
    actionTypes.map((action) => ({
      action,
      on: toggles[action],
      from: toggles[action] === defaultAutoApprove[action] ? ('default' as const) : ('everywhere' as const),
    }))

  if (options.stream) {
    const live = [...tasks.values()].find(
      (task) => task.summary.mode === 'ask' && task.summary.status === 'in_progress',
    )
    let offset = 0
    const words = 'An order gets its price from the catalogue, then the campaign rules, then the tax table. '
    if (live) {
      setInterval(() => {
        const text = words.slice(offset % words.length, (offset % words.length) + 9)
        const delta: LiveDelta = {
          taskId: live.summary.id,
          target: 'turn_live',
          channel: 'text',
          index: 0,
          offset,
          text,
        }
        offset += text.length
        for (const { task } of hearers) task?.(live.summary.id, { events: [], deltas: [delta] })
      }, 60)
    }
  }

  // Not `os.router`: what the contract gains is answered here when a screen asks for it.
  return {
    app: {
      info: os.app.info.handler(() => ({
        version: '0.1.0',
        host: 'browser',
        platform: 'linux',
        dataFolder: '/home/ada/.local/share/treeline',
        homeFolder: '/home/ada',
        canPickFolder: false,
        canOpenWindows: true,
      })),
      openTaskWindow: os.app.openTaskWindow.handler(() => ({ ok: true as const })),
      openExternal: os.app.openExternal.handler(() => ({ ok: true as const })),
    },
    workspaces: {
      list: os.workspaces.list.handler(() => workspaces),
      open: os.workspaces.open.handler(({ input }) => {
        const found = workspaces.find((each) => each.path === input.path)
        if (found) return found
        throw new ORPCError('WORKSPACE_UNAVAILABLE', { message: `There is no folder ${input.path}.` })
      }),
      pick: os.workspaces.pick.handler(() => null),
      setTrust: os.workspaces.setTrust.handler(({ input }) => {
        const at = workspaces.findIndex((each) => each.id === input.workspaceId)
        const found = workspaces[at]
        if (found === undefined) throw new ORPCError('NOT_FOUND')
        workspaces[at] = { ...found, trusted: input.trusted }
        return { ...found, trusted: input.trusted }
      }),
      suggest: os.workspaces.suggest.handler(({ input }) =>
        ['acme-shop', 'notes', 'website', 'website-old']
          .map((name) => `/home/ada/${name}`)
          .filter((path) => path.startsWith(input.prefix)),
      ),
      openDemo: os.workspaces.openDemo.handler(() => {
        const demo: WorkspaceState = {
          id: 'wsp_demo' as never,
          path: '/home/ada/.local/share/treeline/demo',
          name: 'demo',
          prefix: 'DE',
          trusted: true,
          openedAt: Date.now(),
          available: true,
          branch: 'main',
          isRepository: true,
        }
        workspaces.unshift(demo)
        providers.push({
          id: 'demo' as never,
          name: 'Demo',
          baseUrl: 'http://127.0.0.1:1/v1',
          model: 'demo',
          modelByMode: {},
          prices: {},
          contextWindow: null,
          source: 'demo',
          hasKey: false,
          isDefault: true,
        })
        return demo
      }),
    },
    tasks: {
      watch: os.tasks.watch.handler(({ signal }) =>
        queue<TreeFrame>(
          [{ type: 'snapshot', tasks: [...tasks.values()].map((task) => task.summary) }],
          (push) => {
            const hearer = { tree: push }
            hearers.add(hearer)
            return () => hearers.delete(hearer)
          },
          signal,
        ),
      ),
      create: os.tasks.create.handler(() => {
        throw new ORPCError('NOT_SUPPORTED_HERE', { message: 'The fake engine starts no tasks.' })
      }),
    },
    task: {
      watch: os.task.watch.handler(({ input, signal }) =>
        queue<TaskFrame>(
          [{ events: get(input.taskId).events.slice(input.afterSeq), deltas: [] }],
          (push) => {
            const hearer: Hearer = {
              task: (taskId, frame) => {
                if (taskId === input.taskId) push(frame)
              },
            }
            hearers.add(hearer)
            return () => hearers.delete(hearer)
          },
          signal,
        ),
      ),
      send: os.task.send.handler(({ input }) =>
        change(get(input.taskId), {}, [
          {
            type: 'message.added',
            messageId: `msg_${Date.now()}` as never,
            from: 'person',
            text: input.text,
          },
        ]),
      ),
      stop: os.task.stop.handler(({ input }) => {
        const task = get(input.taskId)
        const { status } = task.summary
        return change(task, { status: 'paused' }, [
          { type: 'status.changed', from: status, to: 'paused', reason: 'Stopped by you' },
        ])
      }),
      resume: os.task.resume.handler(({ input }) => {
        const task = get(input.taskId)
        const { status } = task.summary
        return change(task, { status: 'in_progress' }, [
          { type: 'status.changed', from: status, to: 'in_progress', reason: null },
        ])
      }),
      cancel: os.task.cancel.handler(({ input }) => {
        const task = get(input.taskId)
        const { status } = task.summary
        return change(task, { status: 'cancelled' }, [
          { type: 'task.cancelled', by: 'person', reason: input.reason },
          { type: 'status.changed', from: status, to: 'cancelled', reason: null },
        ])
      }),
      rename: os.task.rename.handler(({ input }) =>
        change(get(input.taskId), { title: input.title }, [{ type: 'title.changed', title: input.title }]),
      ),
      setMode: os.task.setMode.handler(() => ({ ok: true as const })),
      setModel: os.task.setModel.handler(() => ({ ok: true as const })),
      decideApproval: os.task.decideApproval.handler(() => ({ ok: true as const })),
      answerQuestion: os.task.answerQuestion.handler(() => ({ ok: true as const })),
      readOutput: os.task.readOutput.handler(() => ({
        text: 'all of it\n',
        nextOffset: null,
        totalBytes: 10,
      })),
      getDraft: os.task.getDraft.handler(({ input }) => ({ text: kept.get(`draft ${input.key}`) ?? '' })),
      setDraft: os.task.setDraft.handler(({ input }) => {
        kept.set(`draft ${input.key}`, input.text)
        return { ok: true as const }
      }),
      export: os.task.export.handler(({ input }) => ({
        fileName: `${get(input.taskId).summary.displayId}.${input.format}`,
        mediaType: input.format === 'md' ? 'text/markdown' : 'application/json',
        content: JSON.stringify(get(input.taskId).events, null, 2),
      })),
    },
    modes: {
      list: os.modes.list.handler(() => builtinModes()),
      files: os.modes.files.handler(() => [
        modesFile(modesText),
        {
          path: '/home/ada/acme-shop/.roomodes',
          source: 'project',
          exists: true,
          text: '{ "customModes": [] }\n',
          modes: [],
          problems: [],
        },
      ]),
      check: os.modes.check.handler(({ input }) => modesFile(input.text)),
      saveUser: os.modes.saveUser.handler(({ input }) => {
        modesText = input.text
        return modesFile(input.text)
      }),
    },
    settings: {
      preferences: os.settings.preferences.handler(() => preferences),
      setPreferences: os.settings.setPreferences.handler(({ input }) => {
        preferences = { ...preferences, ...input }
        return preferences
      }),
      autoApprove: os.settings.autoApprove.handler(entries),
      setAutoApprove: os.settings.setAutoApprove.handler(({ input }) => {
        for (const action of actionTypes) {
          const value = input.toggles[action]
          if (value !== undefined) toggles[action] = value ?? defaultAutoApprove[action]
        }
        return entries()
      }),
      layout: os.settings.layout.handler(({ input }) => ({
        json: kept.get(input.key) ?? localStorage.getItem(`fake ${input.key}`),
      })),
      setLayout: os.settings.setLayout.handler(({ input }) => {
        localStorage.setItem(`fake ${input.key}`, input.json)
        return { ok: true as const }
      }),
    },
    providers: {
      list: os.providers.list.handler(() => providers),
      save: os.providers.save.handler(({ input: { key, ...input } }) => {
        const id = (input.id ?? `prv_${providers.length + 1}`) as ProviderState['id']
        const at = providers.findIndex((provider) => provider.id === id)
        const before = providers[at]
        const saved: ProviderState = {
          ...input,
          id,
          source: 'stored',
          hasKey: key === undefined ? (before?.hasKey ?? false) : key !== '',
          isDefault: before?.isDefault ?? providers.length === 0,
        }
        if (at === -1) providers.push(saved)
        else providers[at] = saved
        return saved
      }),
      remove: os.providers.remove.handler(({ input }) => {
        providers.splice(0, providers.length, ...providers.filter(({ id }) => id !== input.providerId))
        return { ok: true as const }
      }),
      setDefault: os.providers.setDefault.handler(({ input }) => {
        for (const provider of providers) provider.isDefault = provider.id === input.providerId
        return { ok: true as const }
      }),
      test: os.providers.test.handler(({ input }) =>
        input.key === 'bad'
          ? {
              status: 'failed' as const,
              message: 'Incorrect API key provided: bad. Find your key in your account settings.',
              httpStatus: 401,
            }
          : { status: 'ok' as const, models: ['gpt-5', 'gpt-5-codex', 'gpt-5-mini'], latencyMs: 312 },
      ),
    },
  }
}

import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { CallId, TaskId } from '../../contract/ids.ts'
import type { EffectiveMode, GroupGrant, ToolGroup } from '../../contract/mode.ts'
import { createTerminals, type Terminals } from '../terminal/terminals.ts'
import type { ToolContext, ToolPlan, ToolResult } from '../tools/tool.ts'
import { createToolSet, type ToolSet, type ToolSetOptions } from '../tools/tool-set.ts'

/** A mode with nothing said in it but what it grants. */
export function modeWith(slug: string, ...groups: (ToolGroup | GroupGrant)[]): EffectiveMode {
  return {
    slug,
    name: slug.charAt(0).toUpperCase() + slug.slice(1),
    description: '',
    whenToUse: '',
    roleDefinition: 'You work.',
    customInstructions: '',
    groups: groups.map((group) => (typeof group === 'string' ? { group } : group)),
    source: 'builtin',
    overrides: [],
  }
}

/** A plan whose result comes at once, as that of every tool here does. */
type WholePlan = Omit<ToolPlan, 'execute'> & {
  execute(...order: Parameters<ToolPlan['execute']>): Promise<ToolResult>
}

/** The real tools on a folder of their own, lent what an engine would lend them. */
export type ToolBench = {
  root: string
  /** The task's folder, `root/ws`. */
  folder: string
  tools: ToolSet
  terminals: Terminals
  context: ToolContext
  /** What the tools asked of the context, in order. */
  asked: unknown[]
  /** Writes files below `root`; a path that ends in "/" makes a folder. */
  lay(files: Record<string, string | Uint8Array>): Promise<void>
  /** Parses and plans a call as the engine does. Arguments may be given as raw text. */
  plan(tool: string, args: unknown): Promise<WholePlan>
  /** Plans and carries out a call. */
  run(tool: string, args: unknown): Promise<ToolResult>
  dispose(): Promise<void>
}

export async function createToolBench(options: Partial<ToolSetOptions> = {}): Promise<ToolBench> {
  const root = await realpath(await mkdtemp(join(tmpdir(), 'tools-')))
  const folder = join(root, 'ws')
  await mkdir(folder)
  const terminals = createTerminals({ spoolFolder: join(root, 'spool') })
  const tools = createToolSet({ terminals, ...options })
  const asked: unknown[] = []
  const note = (what: string, value: unknown, text: string): Promise<ToolResult> => {
    asked.push([what, value])
    return Promise.resolve({ outcome: 'ok', text })
  }
  const context: ToolContext = {
    taskId: 'tsk_1' as TaskId,
    callId: 'call_1' as CallId,
    folder,
    mode: modeWith('code', 'read', 'edit', 'command'),
    signal: new AbortController().signal,
    commandTimeoutMs: 10_000,
    modes: () => [modeWith('code', 'read', 'edit', 'command'), modeWith('ask', 'read')],
    output: (text) => void asked.push(['output', text]),
    commandStarted: (commandId, pid) => void asked.push(['started', { commandId, pid }]),
    sibling: (name) =>
      name === 'api'
        ? { state: 'completed', displayId: 'TL-7', summary: 'It is done.' }
        : { state: 'missing' },
    startSubtask: (order) => note('subtask', order, 'The summary.'),
    finishing: async () => ({}),
    complete: (result) => note('complete', result, 'The task is completed.'),
    sendPrompt: (prompt) => note('prompt', prompt, 'Sent.'),
    waitForSubtasks: (subtask) => note('wait', subtask, 'Returned.'),
    ask: async (question, suggestions) => {
      asked.push(['ask', { question, suggestions }])
      return { answer: suggestions[0]?.text ?? '', mode: suggestions[0]?.mode ?? null }
    },
    switchMode: (slug, reason) => note('mode', { slug, reason }, `The mode is now ${slug}.`),
    setTodos: async (items) => void asked.push(['todos', items]),
  }

  const plan: ToolBench['plan'] = async (name, args) => {
    const tool = tools.find(name)
    if (!tool) throw new Error(`There is no tool ${name}.`)
    const text = typeof args === 'string' ? args : JSON.stringify(args)
    const made = await tool.plan(tools.parse(tool, text), context)
    return {
      ...made,
      async execute(lent, edited) {
        const result = await made.execute(lent, edited)
        if (result === null) throw new Error(`The result of ${name} comes another way.`)
        return result
      },
    }
  }
  return {
    root,
    folder,
    tools,
    terminals,
    context,
    asked,
    async lay(files) {
      for (const [path, content] of Object.entries(files)) {
        await mkdir(path.endsWith('/') ? join(root, path) : dirname(join(root, path)), { recursive: true })
        if (!path.endsWith('/')) await writeFile(join(root, path), content)
      }
    },
    plan,
    run: async (name, args) => (await plan(name, args)).execute(context, null),
    async dispose() {
      await terminals.dispose()
      await rm(root, { recursive: true, force: true })
    },
  }
}

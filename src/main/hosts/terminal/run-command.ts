import { readFileSync } from 'node:fs'
import type { Budget } from '../../../contract/budget.ts'
import type { App } from '../../app.ts'
import { driveTree } from './drive-tree.ts'
import { UsageError } from './exit-code.ts'
import { notAdded } from './not-added.ts'
import type { Output } from './output.ts'
import { parseApprove } from './parse-approve.ts'
import { parseLimits } from './parse-limits.ts'

/** What `run` was told. */
export type RunOptions = {
  workspace?: string
  mode?: string
  approve?: string
  model?: string
  json: boolean
  demo: boolean
  simple: boolean
  trust: boolean
  data?: string
} & MaxLimits

/** `--max-requests` and so on, as they were typed. */
type MaxLimits = { [Limit in keyof Budget as `max${Capitalize<Limit>}`]?: string }

const demoPrompt = 'Add a median to the statistics library, with a test, and have it reviewed.'

/**
 * `treeline run`: makes a task in a folder and runs it and its children to the end. Naming the folder
 * vouches for it, so that its modes and rules hold, unless `--no-trust` is given. Returns the exit code.
 */
export async function runCommand(app: App, prompt: string | undefined, options: RunOptions, output: Output) {
  const autoApprove = parseApprove(options.approve)
  const budget = parseLimits(maxLimits(options), (limit) => `--max-${limit}`)
  const message = promptFrom(prompt, options.demo)
  const workspace = options.demo
    ? await app.workspaces.openDemo()
    : await app.workspaces.open(options.workspace ?? process.cwd())
  if (options.demo)
    output.err('This is a scripted demo, not a model. It plays one story, whatever you ask.\n')
  app.store.workspaces.setTrust(workspace.id, options.trust)
  const mode = options.mode ?? (options.simple ? 'code' : 'orchestrator')
  const known = app.modes.list(workspace.id)
  if (known.every(({ slug }) => slug !== mode)) {
    throw new UsageError(
      `There is no mode "${mode}". The modes are: ${known.map(({ slug }) => slug).join(', ')}.`,
    )
  }
  const begin = async () => {
    const { id } = await app.messages.create({
      workspaceId: workspace.id,
      message,
      mode,
      delegation: !options.simple,
      providerId: options.demo ? app.demoProvider : null,
      model: options.model ?? null,
      autoApprove,
      budget,
    })
    output.err(notAdded(app.engine.view(id)))
    return id
  }
  return driveTree(app, { json: options.json, output, begin, data: options.data })
}

function promptFrom(prompt: string | undefined, demo: boolean): string {
  const text = prompt === '-' ? readFileSync(0, 'utf8') : (prompt ?? (demo ? demoPrompt : ''))
  if (text.trim() === '')
    throw new UsageError('run needs a prompt: treeline run "what to do" (or - to read it).')
  return text
}

function maxLimits(options: MaxLimits) {
  return {
    requests: options.maxRequests,
    tokens: options.maxTokens,
    cost: options.maxCost,
    minutes: options.maxMinutes,
    depth: options.maxDepth,
    children: options.maxChildren,
    concurrency: options.maxConcurrency,
  }
}

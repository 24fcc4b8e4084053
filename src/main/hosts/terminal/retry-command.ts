import type { TaskSummary } from '../../../contract/task-summary.ts'
import type { App } from '../../app.ts'
import { driveTree } from './drive-tree.ts'
import { UsageError } from './exit-code.ts'
import { notAdded } from './not-added.ts'
import type { Output } from './output.ts'
import { parseApprove } from './parse-approve.ts'
import { findTask } from './resume-command.ts'

/** What `retry` was told. */
export type RetryOptions = {
  mode?: string
  model?: string
  message?: string
  approve?: string
  json: boolean
  data?: string
}

/**
 * `treeline retry`: has an ended task go on, in another mode or with another model if wanted, and follows its tree
 * until nothing in it can go on by itself. `--approve` holds for the tree from now on. Returns the exit code of the
 * task.
 */
export async function retryCommand(
  app: App,
  id: string,
  options: RetryOptions,
  output: Output,
): Promise<number> {
  const toggles = parseApprove(options.approve)
  const task = findTask(app, id)
  const { mode, message = '' } = options
  const model = options.model === undefined ? undefined : await modelOf(app, task, options.model)
  const begin = async () => {
    await app.messages.retry(task.id, { mode, model, message })
    output.err(message === '' ? '' : notAdded(app.engine.view(task.id)))
    if (toggles !== undefined)
      app.store.settings.setAutoApprove({ scope: 'task', taskId: task.rootId }, toggles)
    return task.rootId
  }
  return driveTree(app, { json: options.json, output, begin, data: options.data, about: task.id })
}

/** A model of the provider that the task has, or else of the default one. */
async function modelOf({ providers }: App, { providerId }: TaskSummary, model: string) {
  if (model.trim() === '') throw new UsageError('--model needs the name of a model.')
  const id = providerId ?? (await providers.list()).find(({ isDefault }) => isDefault)?.id
  if (id === undefined) throw new UsageError('There is no provider whose model this could be.')
  return { providerId: id, model }
}

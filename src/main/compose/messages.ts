import { AppError } from '../../contract/app-error.ts'
import { readCommand } from '../../contract/composer.ts'
import type { TaskId, WorkspaceId } from '../../contract/ids.ts'
import { type MessageContext, mostImages } from '../../contract/message-extras.ts'
import type { DroppedFile, Messages, Outgoing } from '../api/api-deps.ts'
import { type CommandFile, fillCommand, listCommands } from '../composer/command-files.ts'
import { missing } from '../composer/cut-text.ts'
import { expandMentions, type MentionSources } from '../composer/expand-mentions.ts'
import type { OfferMentions } from '../composer/offer-mentions.ts'
import type { Engine } from '../engine/engine.ts'
import type { ImageFiles } from '../store/image-files.ts'
import type { Store } from '../store/store.ts'
import { createSentTexts } from './sent-texts.ts'

type Deps = {
  store: Store
  engine: Engine
  dataFolder: string
  images: ImageFiles
  sources: Omit<MentionSources, 'task'>
  offerMentions: OfferMentions
  findDropped(folder: string, file: DroppedFile): Promise<string | null>
}

/** Makes it over the engine. */
export function createMessages(deps: Deps): Messages {
  const { store, engine, images, offerMentions } = deps
  const sent = createSentTexts(store.settings)
  const sources: MentionSources = {
    ...deps.sources,
    task(displayId) {
      const found = store.tasks.find(displayId)
      return found === null || found.deletedAt !== null ? null : engine.view(found.id)
    },
  }

  function workspaceOf(id: WorkspaceId) {
    const workspace = store.workspaces.get(id)
    if (workspace === null)
      throw new AppError('not_found', 'That workspace is not known. Open the folder first.')
    return workspace
  }

  function commandsOf(workspaceId: WorkspaceId): CommandFile[] {
    const { path, trusted } = workspaceOf(workspaceId)
    return listCommands({ dataFolder: deps.dataFolder, folder: path, trusted })
  }

  /** Everything a message carries, and the mode that its command asks for. */
  async function prepare(workspaceId: WorkspaceId, folder: string, { text, images: shown = [] }: Outgoing) {
    if (shown.length > mostImages) {
      throw new AppError(
        'bad_request',
        `A message may have ${mostImages} images, and this one has ${shown.length}.`,
      )
    }
    for (const { hash, name } of shown) {
      if (images.read(hash) === null)
        throw new AppError('not_found', `The image ${name} is not there any more. Add it again.`)
    }
    const { command, mode } = expandCommand(commandsOf(workspaceId), text)
    const mentioned = await expandMentions(sources, folder, text)
    return { extras: { context: [...command, ...mentioned], images: shown }, mode }
  }

  const place = (taskId: TaskId) => {
    const { workspaceId, folder } = engine.view(taskId)
    return { workspaceId, folder }
  }

  const folderOf = (workspaceId: WorkspaceId, taskId: TaskId | null) =>
    taskId === null ? workspaceOf(workspaceId).path : place(taskId).folder

  return {
    async create(order) {
      const { extras, mode } = await prepare(order.workspaceId, workspaceOf(order.workspaceId).path, {
        text: order.message,
        images: order.images,
      })
      const task = engine.tasks.create({ ...order, mode: mode ?? order.mode, ...extras })
      sent.add(order.workspaceId, order.message)
      return task
    },
    async send(taskId, said) {
      const { workspaceId, folder } = place(taskId)
      const { extras, mode } = await prepare(workspaceId, folder, said)
      if (mode !== null && mode !== engine.view(taskId).mode) engine.tasks.setMode(taskId, mode)
      engine.tasks.send(taskId, said.text, extras)
      sent.add(workspaceId, said.text)
    },
    async answer(taskId, callId, { mode, ...said }) {
      const { workspaceId, folder } = place(taskId)
      const { extras } = await prepare(workspaceId, folder, said)
      engine.tasks.answerQuestion(taskId, callId, said.text, mode, extras)
    },
    async retry(taskId, how) {
      const { workspaceId, folder } = place(taskId)
      const { extras } = await prepare(workspaceId, folder, { text: how.message })
      engine.tasks.retry(taskId, { ...how, ...extras })
    },
    async changeQueued(taskId, messageId, said) {
      const { workspaceId, folder } = place(taskId)
      const { extras } = await prepare(workspaceId, folder, said)
      engine.tasks.changeQueued(taskId, messageId, { text: said.text, ...extras })
    },
    async edit(taskId, messageId, text) {
      const { workspaceId, folder } = place(taskId)
      const { extras } = await prepare(workspaceId, folder, { text })
      engine.tasks.editMessage(taskId, messageId, text, extras.context)
    },
    offer(workspaceId, taskId, query) {
      const tasks = store.tasks
        .list()
        .filter((task) => task.workspaceId === workspaceId && task.id !== taskId)
      return offerMentions({ folder: folderOf(workspaceId, taskId), tasks }, query)
    },
    commands: (workspaceId) => commandsOf(workspaceId).map(({ body: _, ...command }) => command),
    sentTexts: sent.list,
    findDropped: (workspaceId, taskId, file) => deps.findDropped(folderOf(workspaceId, taskId), file),
  }
}

/** What a `/command` at the start of a text stands for; a text that begins with no known one is only a text. */
function expandCommand(
  commands: readonly CommandFile[],
  text: string,
): { command: MessageContext[]; mode: string | null } {
  const read = readCommand(text)
  const found = read === null ? undefined : commands.find(({ name }) => name === read.name)
  if (read === null || found === undefined) return { command: [], mode: null }
  const mention = `/${found.name}`
  if (found.problem !== null) return { command: [missing('command', mention, found.problem)], mode: null }
  const body = fillCommand(found.body, read.rest)
  const what = found.description === '' ? 'command' : `command: ${found.description}`
  return { command: [{ kind: 'command', mention, what, text: body, state: 'whole' }], mode: found.mode }
}

import { AppError } from '../../contract/app-error.ts'
import type { ApiDeps } from './api-deps.ts'
import { implementer } from './implementer.ts'

/** What a composer asks while one writes. */
export function composerHandlers({ messages, images }: ApiDeps) {
  const { composer } = implementer
  return {
    mentions: composer.mentions.handler(({ input }) => {
      return messages.offer(input.workspaceId, input.taskId, input.query)
    }),
    commands: composer.commands.handler(({ input }) => messages.commands(input.workspaceId)),
    history: composer.history.handler(({ input }) => messages.sentTexts(input.workspaceId)),
    addImage: composer.addImage.handler(({ input }) => {
      return images.keep(Buffer.from(input.data, 'base64'), input.name)
    }),
    image: composer.image.handler(({ input }) => {
      const image = images.read(input.hash)
      if (image === null) throw new AppError('not_found', 'The image is not in the data folder any more.')
      return { mediaType: image.mediaType, data: image.bytes.toString('base64') }
    }),
    findFile: composer.findFile.handler(async ({ input }) => {
      const { workspaceId, taskId, ...file } = input
      return { mention: await messages.findDropped(workspaceId, taskId, file) }
    }),
  }
}

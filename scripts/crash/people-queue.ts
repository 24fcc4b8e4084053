import { type Step, until } from './people-hand.ts'

const about = 'Ask me.'

/** The message that the person sent and the model has not read; sent now where a kill came before. */
async function queuedMessage({ client, taskId }: Parameters<Step['act']>[0]) {
  const id = await taskId(about)
  const find = async () => {
    const { items } = await until(client, id, 'awaiting_approval')
    const last = items.findLast((item) => item.type !== 'notice')
    return last?.type === 'message' && last.from === 'person' ? last : null
  }
  if ((await find()) === null) await client.call.task.send({ taskId: id, text: 'One thing more.' })
  const message = await find()
  if (message === null) throw new Error('The message that was sent is not there.')
  return { taskId: id, messageId: message.id }
}

/** What people do with a message that waits to be read, while the task waits for an approval. */
export const queueSteps: readonly Step[] = [
  {
    about,
    fact: 'message.changed',
    act: async (hand) =>
      client(hand).changeQueued({ ...(await queuedMessage(hand)), text: 'Two things more.' }),
  },
  {
    about,
    fact: 'message.withdrawn',
    act: async (hand) => client(hand).withdrawQueued(await queuedMessage(hand)),
  },
]

const client = ({ client: { call } }: Parameters<Step['act']>[0]) => call.task

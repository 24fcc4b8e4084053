import { answer, approve, type Step, until, viewOf } from './people-hand.ts'
import { queueSteps } from './people-queue.ts'
import { shareSteps } from './people-share.ts'

/** Makes a root task. Done again it is not made twice, since its step is done by then. */
const create = (about: string, more: { requests?: number; delegates?: boolean } = {}): Step => ({
  about,
  fact: 'task.created',
  async act({ client, place }) {
    const workspace = await client.call.workspaces.open({ path: place.folder })
    await client.call.workspaces.list()
    await client.call.workspaces.setTrust({ workspaceId: workspace.id, trusted: true })
    const { delegates = false, ...budget } = more
    const change = { setup: ['test -e README.md'] }
    if (delegates) await client.call.workspaces.setWorktreeSettings({ workspaceId: workspace.id, change })
    const mode = delegates ? 'orchestrator' : 'code'
    const autoApprove = delegates ? { subtask_create: true, subtask_finish: true, edit: true } : {}
    const order = { workspaceId: workspace.id, message: about, mode, delegation: delegates }
    await client.call.tasks.create({ ...order, budget, autoApprove })
  },
})

/** Everything that people do, in its order. */
export const steps: readonly Step[] = [
  create('Ask me.'),
  {
    about: 'Ask me.',
    fact: 'title.changed',
    act: async ({ client, taskId }) =>
      client.call.task.rename({ taskId: await taskId('Ask me.'), title: 'Renamed.' }),
  },
  {
    about: 'Ask me.',
    fact: 'model.changed',
    async act({ client, taskId }) {
      const [provider] = await client.call.providers.list()
      if (provider === undefined) throw new Error('The host knows no provider.')
      await client.call.task.setModel({
        ...{ taskId: await taskId('Ask me.'), providerId: provider.id, model: 'another' },
      })
    },
  },
  {
    about: 'Ask me.',
    fact: 'mode.switched',
    act: async ({ client, taskId }) =>
      client.call.task.setMode({ taskId: await taskId('Ask me.'), mode: 'debug' }),
  },
  {
    about: 'Ask me.',
    fact: 'question.answered',
    async act({ client, taskId }) {
      const view = await until(client, await taskId('Ask me.'), 'awaiting_input')
      await answer(client, view)
    },
  },
  ...queueSteps,
  {
    about: 'Ask me.',
    fact: 'approval.decided',
    async act({ client, taskId }) {
      await approve(client, await until(client, await taskId('Ask me.'), 'awaiting_approval'))
    },
  },
  {
    about: 'Ask me.',
    fact: 'task.completed',
    act: async ({ client, taskId }) => until(client, await taskId('Ask me.'), 'completed'),
  },
  {
    about: 'Ask me.',
    fact: 'history.condensed',
    act: async ({ client, taskId }) => client.call.task.condense({ taskId: await taskId('Ask me.') }),
  },
  {
    about: 'Ask me.',
    fact: 'history.rewound',
    async act({ client, taskId }) {
      const view = await viewOf(client, await taskId('Ask me.'))
      await client.call.task.send({ taskId: view.id, text: 'Once more.' })
      const said = (await until(client, view.id, 'completed')).items.findLast(
        (item) => item.type === 'message' && item.from === 'person',
      )
      if (said?.type !== 'message') throw new Error('Nobody has said anything.')
      await client.call.task.edit({ taskId: view.id, messageId: said.id, text: 'Otherwise.' })
      await until(client, view.id, 'completed')
    },
  },
  {
    about: 'Ask me.',
    fact: 'edits.reverted',
    async act({ client, taskId }) {
      const view = await viewOf(client, await taskId('Ask me.'))
      const edit = Object.values(view.calls).find(({ display }) => display?.type === 'edit')
      if (edit === undefined) throw new Error('It wrote no file.')
      if (edit.reverted !== undefined) return
      const edits = [{ callId: edit.callId, hunks: [0] }]
      await client.call.changes.revert({ taskId: view.id, edits })
    },
  },
  create('Limit me.', { requests: 1 }),
  {
    about: 'Limit me.',
    fact: 'limit.reached',
    async act({ client, taskId }) {
      const view = await until(client, await taskId('Limit me.'), 'awaiting_input', 'paused')
      await answer(client, view)
      await until(client, view.id, 'paused')
    },
  },
  {
    about: 'Limit me.',
    fact: 'task.completed',
    async act({ client, taskId }) {
      const { id, status } = await viewOf(client, await taskId('Limit me.'))
      if (status === 'paused') {
        await client.call.task.setBudget({ taskId: id, limits: { requests: null } })
        // A kill between the two leaves it paused with a budget that would let it go on.
        const view = await viewOf(client, id)
        if (view.status === 'paused') await client.call.task.resume({ taskId: id })
      }
      // The one request that it had may have been the one that a kill cut off.
      await answer(client, await until(client, id, 'completed', 'awaiting_input'))
      await until(client, id, 'completed')
    },
  },
  {
    about: 'Limit me.',
    fact: 'task.forked',
    act: async ({ client, taskId }) => client.call.task.fork({ taskId: await taskId('Limit me.') }),
  },
  create('Cancel me.'),
  {
    about: 'Cancel me.',
    fact: 'task.cancelled',
    async act({ client, taskId }) {
      const view = await until(client, await taskId('Cancel me.'), 'awaiting_input')
      await client.call.task.cancel({ taskId: view.id, reason: 'Not needed.' })
    },
  },
  {
    about: 'Cancel me.',
    fact: 'task.deleted',
    act: async ({ client, taskId }) => client.call.task.delete({ taskId: await taskId('Cancel me.') }),
  },
  {
    about: 'Cancel me.',
    fact: 'task.restored',
    act: async ({ client, taskId }) => client.call.task.restore({ taskId: await taskId('Cancel me.') }),
  },
  {
    about: 'Cancel me.',
    fact: 'task.moved',
    async act({ client, taskId }) {
      const parentId = await taskId('Ask me.')
      await client.call.task.nest({ taskId: await taskId('Cancel me.'), parentId })
    },
  },
  create('Share the work.', { delegates: true }),
  ...shareSteps,
]

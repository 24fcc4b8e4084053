import type { WorktreeSettingsChange } from '../../src/contract/worktree-settings.ts'
import { answer, approve, type Hand, type Step, until, viewOf } from './people-hand.ts'

/** How the work of subtasks is to come back from now on. */
async function arrange({ client, place }: Hand, change: WorktreeSettingsChange): Promise<void> {
  const { id: workspaceId } = await client.call.workspaces.open({ path: place.folder })
  await client.call.workspaces.setWorktreeSettings({ workspaceId, change })
}

/** Has a subtask go on that asked first, and waits until it waits for its approval or has ended. */
async function letFinish({ client, taskId }: Hand, about: string) {
  await until(client, await taskId('Share the work.'), 'awaiting_subtask', 'completed')
  const id = await taskId(about)
  const view = await until(client, id, 'awaiting_input', 'awaiting_approval', 'completed')
  if (view.status !== 'awaiting_input') return view
  await answer(client, view)
  return until(client, id, 'awaiting_approval', 'completed')
}

/** What a person does with the work of subtasks in worktrees: tested, taken back, put on a branch, dropped. */
export const shareSteps: readonly Step[] = [
  {
    about: 'Land me.',
    fact: 'work.landed',
    async act(hand) {
      await arrange(hand, { gate: ['test -e landed.txt'] })
      await letFinish(hand, 'Land me.')
    },
  },
  {
    about: 'Land me.',
    fact: 'work.reverted',
    async act({ client, taskId }) {
      const id = await taskId('Land me.')
      const isDone = async () => (await viewOf(client, id)).landed?.reverted === true
      if (await isDone()) return
      await client.call.task.revertWork({ taskId: id }).catch(async (error: unknown) => {
        // What a kill cut off is finished by the next start, which may have come first.
        if (!(await isDone())) throw error
      })
    },
  },
  {
    about: 'Branch me.',
    fact: 'work.branched',
    async act(hand) {
      await arrange(hand, { gate: [], landing: 'branch' })
      await letFinish(hand, 'Branch me.')
    },
  },
  {
    about: 'Drop me.',
    fact: 'work.dropped',
    async act(hand) {
      await arrange(hand, { landing: 'changes', review: true })
      const view = await letFinish(hand, 'Drop me.')
      await approve(hand.client, view, { taken: [] })
      await until(hand.client, view.id, 'completed')
    },
  },
  {
    about: 'Share the work.',
    fact: 'task.completed',
    act: async ({ client, taskId }) => until(client, await taskId('Share the work.'), 'completed'),
  },
]

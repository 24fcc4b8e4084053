import { once } from 'node:events'
import { connectEngine, type EngineClient } from '../../e2e/support/engine-client.ts'
import type { TaskId } from '../../src/contract/ids.ts'
import { replayTask } from '../../src/contract/reduce-task.ts'
import type { TaskEventType } from '../../src/contract/task-event.ts'
import type { TaskStatus } from '../../src/contract/task-status.ts'
import type { TaskView } from '../../src/contract/task-view.ts'
import type { ChatRequest } from '../../src/main/model/scripted-server.ts'
import type { ScriptedTurn } from '../../src/main/model/scripted-turn.ts'
import { calling, completing, conversationOf } from '../../src/main/testing/conversation.ts'
import { type Host, HostEnded, startHost } from './host.ts'
import { brokenFiles, type Known, readTasks } from './inspect.ts'
import { makePlace, type Place } from './place.ts'
import { waitUntilGone } from './processes.ts'
import type { TestBuild } from './test-build.ts'

const files = { 'README.md': '# Sample\n' }
const versions = { 'made.txt': [null, 'made\n'] }

/** Plays the model of what people do: each task asks first, so that it stands still until it is answered. */
function playForPeople(body: ChatRequest): ScriptedTurn {
  if (body.tools.length === 0) return { text: 'It asked, and it wrote a file.' }
  const { opening, turn } = conversationOf(body)
  if (turn === 0)
    return calling('ask_followup_question', { question: 'Well?', follow_up: [{ text: 'Go on.' }] })
  if (turn === 1 && opening === 'Ask me.')
    return calling('write_to_file', { path: 'made.txt', content: 'made\n' }, 'Thinking aloud. '.repeat(200))
  return completing(`Result of “${opening}”`)
}

/** More lives than this without an end: it goes round in circles. */
const MOST_LIVES = 200

/** A step that takes longer, in milliseconds, waits for what never comes. */
const STEP_MS = 20_000

/** What a step may use: the contract, and what is known of the task that it is about. */
type Hand = { client: EngineClient; place: Place; taskId(opening: string): Promise<TaskId> }

/** One thing that a person does. It is done when this fact stands in that task's log. */
type Step = {
  about: string
  fact: TaskEventType
  act(hand: Hand): Promise<unknown>
}

const create = (about: string, budget: { requests?: number } = {}): Step => ({
  about,
  fact: 'task.created',
  async act({ client, place }) {
    const workspace = await client.call.workspaces.open({ path: place.folder })
    await client.call.workspaces.list()
    await client.call.workspaces.setTrust({ workspaceId: workspace.id, trusted: true })
    const order = { workspaceId: workspace.id, message: about, mode: 'code', delegation: false }
    await client.call.tasks.create({ ...order, budget })
  },
})

const steps: readonly Step[] = [
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
  {
    about: 'Ask me.',
    fact: 'approval.decided',
    async act({ client, taskId }) {
      const view = await until(client, await taskId('Ask me.'), 'awaiting_approval')
      const approval = Object.values(view.calls).find(({ approval }) => approval?.decision === null)?.approval
      if (!approval) throw new Error('It waits for no approval.')
      const { approvalId, hash } = approval
      await client.call.task.decideApproval({ taskId: view.id, approvalId, hash, decision: 'approved' })
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
]

/** A task as its stream tells it at this moment. */
async function viewOf(client: EngineClient, taskId: TaskId): Promise<TaskView> {
  const abort = new AbortController()
  try {
    for await (const { events } of await client.call.task.watch({ taskId }, { signal: abort.signal })) {
      const view = replayTask(events)
      if (view !== null) return view
    }
  } finally {
    abort.abort()
  }
  throw new Error('The stream of a task ended.')
}

async function until(client: EngineClient, taskId: TaskId, ...statuses: TaskStatus[]): Promise<TaskView> {
  const { displayId } = await viewOf(client, taskId)
  await client.until(displayId, ...statuses)
  return viewOf(client, taskId)
}

/** Answers the question that a task asks; does nothing when it has been answered already. */
async function answer(client: EngineClient, view: TaskView): Promise<void> {
  const asked = Object.values(view.calls).find((call) => call.status === 'awaiting_answer')
  if (asked === undefined) return
  await client.call.task.answerQuestion({ taskId: view.id, callId: asked.callId, answer: 'Yes.' })
}

/** What became of it: what it was killed at, and what does not hold. */
export type PeopleReport = { kills: number; killedAt: string[]; faults: string[] }

/**
 * Does everything that people do through the browser host, which is killed at each of `failpoints` (names with
 * `:n`) that it comes by, and started again. What was acknowledged must stand in the log from then on.
 */
export async function people(build: TestBuild, failpoints: readonly string[]): Promise<PeopleReport> {
  const place = await makePlace(files, ({ body }) => playForPeople(body))
  const report: PeopleReport = { kills: 0, killedAt: [], faults: [] }
  const pending = new Set(failpoints)
  const acknowledged = new Set<Step>()
  const isDone = (tasks: readonly Known[], { about, fact }: Step) =>
    tasks.some(({ events }) => {
      const [first] = events
      const mine = first?.body.type === 'task.created' && first.body.message === about
      return mine && events.some(({ body }) => body.type === fact)
    })
  const look = (state: 'killed' | 'ended') => {
    const { tasks, faults } = readTasks(place, state)
    const lost = [...acknowledged].filter((step) => !isDone(tasks, step))
    report.faults.push(...faults, ...lost.map(({ fact }) => `I1: ${fact} was acknowledged and is lost.`))
    report.faults.push(...brokenFiles(place, files, versions, state))
    return tasks
  }
  try {
    for (let life = 1; report.faults.length === 0; life++) {
      if (life > MOST_LIVES) throw new Error(`I3: it did not come to an end in ${MOST_LIVES} lives.`)
      const todo = (tasks: readonly Known[]) => steps.filter((step) => !isDone(tasks, step))
      const open = todo(look('killed'))
      const killedAt = await hostLife(build, place, [...pending], open, acknowledged)
      if (killedAt.length > 0) {
        report.kills++
        report.killedAt.push(...killedAt)
        for (const point of killedAt) pending.delete(point)
        continue
      }
      const left = todo(look('ended'))
      if (left.length > 0) report.faults.push(`${left[0]?.fact} did not come about.`)
      const alive = await waitUntilGone(place.base)
      report.faults.push(...(alive ?? []).map(({ command }) => `I6: a process is left: ${command}`))
      break
    }
  } catch (error) {
    const after = report.killedAt.at(-1) ?? 'its start'
    report.faults.push(
      `${error instanceof Error ? error.message : String(error)} — browser host, after ${after}`,
    )
  } finally {
    await place.dispose()
  }
  return report
}

/** One life of the browser host: does the steps that are open. Resolves with the failpoints that killed it. */
async function hostLife(
  build: TestBuild,
  place: Place,
  failpoints: readonly string[],
  open: readonly Step[],
  acknowledged: Set<Step>,
): Promise<string[]> {
  let host: Host | undefined
  let client: EngineClient | undefined
  try {
    host = await startHost(build, place, failpoints)
    const { died } = host
    const known = await Promise.race([connectEngine(host), died])
    client = known
    const taskId = async (opening: string) => {
      const deleted = await known.call.tasks.deleted()
      for (const { id } of [...(await known.tasks()).values(), ...deleted]) {
        const [first] = (await viewOf(known, id)).items
        if (first?.type === 'message' && first.text === opening) return id
      }
      throw new Error(`There is no task “${opening}”.`)
    }
    for (const step of open) {
      const late = AbortSignal.timeout(STEP_MS)
      const stuck = once(late, 'abort').then((): never => {
        throw new Error(`I3: ${step.about} did not come to ${step.fact}.`)
      })
      await Promise.race([step.act({ client: known, place, taskId }), died, stuck])
      acknowledged.add(step)
    }
    await host.end('SIGTERM')
    return host.killedAt()
  } catch (error) {
    // A call that a kill cut off is no fault; everything else is.
    await host?.end('SIGKILL')
    const killedAt = host?.killedAt() ?? (error instanceof HostEnded ? error.killedAt : [])
    if (killedAt.length === 0) throw error
    return killedAt
  } finally {
    client?.close()
  }
}

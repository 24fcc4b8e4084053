import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/websocket'
import type { ContractRouterClient } from '@orpc/contract'
import { WebSocket } from 'ws'
import type { Contract } from '../../src/contract/api.ts'
import type { TaskStatus } from '../../src/contract/task-status.ts'
import type { TaskSummary } from '../../src/contract/task-summary.ts'

/** The contract over a socket of its own: a second pair of eyes beside the page. */
export type EngineClient = {
  call: ContractRouterClient<Contract>
  socket: WebSocket
  /** Every task by display id, as it stands. */
  tasks(): Promise<Map<string, TaskSummary>>
  /** Resolves when the task has one of these statuses, at once if it has it now. */
  until(displayId: string, ...statuses: TaskStatus[]): Promise<TaskSummary>
  close(): void
}

/** Connects as a page of the host itself would. */
export async function connectEngine(host: { port: number; token: string }): Promise<EngineClient> {
  const origin = `http://127.0.0.1:${host.port}`
  const socket = new WebSocket(`ws://127.0.0.1:${host.port}/rpc`, ['treeline.v1', `token.${host.token}`], {
    origin,
  })
  socket.binaryType = 'arraybuffer'
  await new Promise<void>((resolve, reject) => {
    socket.once('open', resolve)
    socket.once('error', reject)
  })
  // ws has the same face as the browser's WebSocket, with types of its own.
  const link = new RPCLink({ websocket: socket as unknown as globalThis.WebSocket })
  const call: ContractRouterClient<Contract> = createORPCClient(link)

  /** Reads the tree's stream until `wanted` finds something in all that is known. */
  async function watch<Found>(
    wanted: (tasks: Map<string, TaskSummary>) => Found | undefined,
  ): Promise<Found> {
    const abort = new AbortController()
    const tasks = new Map<string, TaskSummary>()
    try {
      for await (const frame of await call.tasks.watch(undefined, { signal: abort.signal })) {
        for (const task of frame.tasks) tasks.set(task.displayId, task)
        if (frame.type === 'snapshot' && frame.more) continue
        const found = wanted(tasks)
        if (found !== undefined) return found
      }
    } finally {
      abort.abort()
    }
    throw new Error('The stream of tasks ended.')
  }

  return {
    call,
    socket,
    tasks: () => watch((tasks) => tasks),
    until: (displayId, ...statuses) =>
      watch((tasks) => {
        const task = tasks.get(displayId)
        return task !== undefined && statuses.includes(task.status) ? task : undefined
      }),
    close: () => socket.terminate(),
  }
}

import { setImmediate } from 'node:timers/promises'
import type { TreeFrame } from '../../contract/task-api.ts'
import { readyJson } from './ready-json.ts'

/** Some 400 KB: a few milliseconds of work at either end. */
const pieceTasks = 500

/** A frame of the tree as it is sent. Between the pieces of a large one other answers find their way out. */
export async function* inPieces(frame: TreeFrame): AsyncGenerator<TreeFrame> {
  let { tasks } = frame
  for (; frame.type === 'snapshot' && tasks.length > pieceTasks; tasks = tasks.slice(pieceTasks)) {
    yield { type: 'snapshot', tasks: readyJson(tasks.slice(0, pieceTasks)), more: true }
    await setImmediate()
  }
  yield { ...frame, tasks: readyJson(tasks) }
}

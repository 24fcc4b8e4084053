import { expect, it } from 'vitest'
import type { TreeFrame } from '../../contract/task-api.ts'
import { inPieces } from './in-pieces.ts'

/** What arrives of a frame. */
async function sent(frame: TreeFrame): Promise<TreeFrame[]> {
  const pieces: TreeFrame[] = []
  for await (const piece of inPieces(frame)) pieces.push(JSON.parse(JSON.stringify(piece)))
  return pieces
}
const tasks = (count: number) => Array.from({ length: count }, (_, at) => ({ id: `tsk_${at}` })) as never[]

it.each([
  [0, [0]],
  [500, [500]],
  [501, [500, 1]],
  [1_200, [500, 500, 200]],
])(
  'sends a snapshot of %i tasks in pieces of %j, all but the last with more to come',
  async (count, sizes) => {
    const pieces = await sent({ type: 'snapshot', tasks: tasks(count) })
    expect(pieces.map(({ tasks }) => tasks.length)).toEqual(sizes)
    expect(pieces.flatMap(({ tasks }) => tasks)).toEqual(tasks(count))
    const more = pieces.map((piece) => piece.type === 'snapshot' && piece.more === true)
    expect(more).toEqual(sizes.map((_, at) => at < sizes.length - 1))
  },
)

it('sends changes as they are, however many', async () => {
  const frame: TreeFrame = { type: 'changed', tasks: tasks(600), removed: ['tsk_x' as never] }
  expect(await sent(frame)).toEqual([frame])
})

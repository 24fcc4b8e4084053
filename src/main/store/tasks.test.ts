import { expect, test } from 'vitest'
import { created, prepareGround, statusChanged, taskId } from '../testing/sample-events.ts'
import { temporaryStore } from '../testing/sample-store.ts'

/** Two roots; `1` has the children `3` and `4`, `3` has `5`; `6` is a second workspace's. */
function prepare() {
  const { store } = temporaryStore()
  const ground = prepareGround(store)
  const other = { ...ground, workspace: store.workspaces.open('/home/me/web-app', 2) }
  let at = 10
  const create = (name: string, parent: string | null = null, root = parent ?? name, where = ground) => {
    const id = taskId(name)
    const parentId = parent === null ? null : taskId(parent)
    const body = created(store, where, id, { parentId, rootId: taskId(root), depth: parent === null ? 0 : 1 })
    store.events.append([{ taskId: id, body }], at++)
  }
  create('01ARZ3NDEKTSV4RRFFQ69G5FAV')
  create('2')
  create('3', '01ARZ3NDEKTSV4RRFFQ69G5FAV')
  create('4', '01ARZ3NDEKTSV4RRFFQ69G5FAV')
  create('5', '3', '01ARZ3NDEKTSV4RRFFQ69G5FAV')
  create('6', null, '6', other)
  return store
}

const root = taskId('01ARZ3NDEKTSV4RRFFQ69G5FAV')
const names = (tasks: { displayId: string }[]) => tasks.map(({ displayId }) => displayId)

test('lists roots newest first, each with what is below it in order of birth', () => {
  expect(names(prepare().tasks.list())).toEqual(['WA-1', 'TR-2', 'TR-1', 'TR-3', 'TR-4', 'TR-5'])
})

test('gives the children of a task, and all below it with itself', () => {
  const { tasks } = prepare()
  expect([names(tasks.children(root)), names(tasks.subtree(root))]).toEqual([
    ['TR-3', 'TR-4'],
    ['TR-1', 'TR-3', 'TR-4', 'TR-5'],
  ])
  expect([names(tasks.children(taskId('5'))), names(tasks.subtree(taskId('5')))]).toEqual([[], ['TR-5']])
  expect([tasks.children(taskId('none')), tasks.subtree(taskId('none'))]).toEqual([[], []])
})

test('gives a whole row', () => {
  expect(prepare().tasks.get(taskId('5'))).toEqual({
    id: taskId('5'),
    damage: null,
    displayId: 'TR-5',
    parentId: taskId('3'),
    rootId: root,
    deletedAt: null,
    awaited: false,
    pinnedAt: null,
    archivedAt: null,
    depth: 1,
    background: false,
    workspaceId: expect.stringMatching(/^wsp_/),
    folder: '/home/me/treeline',
    mode: 'code',
    modeName: 'Code',
    modeSnapshotId: expect.stringMatching(/^[0-9a-f]{64}$/),
    delegation: true,
    status: 'queued',
    statusReason: null,
    needs: null,
    waits: null,
    title: 'Title of tsk_5',
    activity: '',
    providerId: null,
    model: null,
    inputTokens: 0,
    outputTokens: 0,
    cost: null,
    createdAt: 14,
    updatedAt: 14,
  })
})

test.each([
  ['TR-1', root],
  ['tr-1', root],
  [' Tr-1\n', root],
  [root, root],
  [root.toLowerCase(), root],
  [root.toUpperCase(), root],
  ['wa-1', taskId('6')],
])('finds %j', (name, id) => {
  expect(prepare().tasks.find(name)?.id).toBe(id)
})

test.each(['', 'TR', 'TR-', 'TR-9', 'TR-01', 'TR-1 or 1=1', '%', 'tsk_', 'tsk_none', '3'])(
  'finds nothing for %j',
  (name) => {
    expect(prepare().tasks.find(name)).toBeNull()
  },
)

test('finds tasks by status, oldest first', () => {
  const store = prepare()
  store.events.append(
    [
      { taskId: taskId('5'), body: statusChanged('queued', 'in_progress') },
      { taskId: taskId('2'), body: statusChanged('queued', 'paused') },
    ],
    20,
  )
  const { tasks } = store
  expect(names(tasks.withStatus(['in_progress', 'paused']))).toEqual(['TR-2', 'TR-5'])
  expect(names(tasks.withStatus(['queued']))).toEqual(['TR-1', 'TR-3', 'TR-4', 'WA-1'])
  expect(names(tasks.withStatus([]))).toEqual([])
})

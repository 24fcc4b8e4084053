import type { TaskId, TurnId } from '../../contract/ids.ts'
import { isEnded } from '../../contract/task-status.ts'
import type { TaskSummary } from '../../contract/task-summary.ts'
import type { TaskView } from '../../contract/task-view.ts'
import type { ToolDefinition } from '../../contract/tool-definition.ts'
import type { ChatMessage, Endpoint } from '../model/model-client.ts'
import type { Store } from '../store/store.ts'
import { type AskingPlaces, createAskingPlaces } from './asking-places.ts'
import { type Account, markOf, type Reached, upwards } from './budget-account.ts'
import { createLedger, type Ledger } from './budget-ledger.ts'
import { estimateNeed } from './estimate-need.ts'
import type { Journal } from './journal.ts'

/** A request, as far as its size matters. */
export type Sized = { endpoint: Endpoint; messages: ChatMessage[]; tools: ToolDefinition[] }

/** Leave for one request, with what it may take kept aside. */
export type Granted<Order> = {
  status: 'granted'
  order: Order
  /**
   * To be called right before `turn.requested` is written: from then on the log settles what is kept, when the
   * turn was committed or aborted.
   */
  begins(turnId: TurnId): void
  /** Whether somebody counts requests, so that this one must stand in the log before it is made. */
  counted: boolean
  /** To be called right before a request that is no turn is made: it counts from then on. */
  made(): void
  /** Gives back what is kept, if it still is: after requests that are no turns, or are not made after all. */
  settle(): void
}
export type Admission<Order> = Granted<Order> | { status: 'reached'; reached: Reached }

/** How far a task may still delegate by a budget of its own or above, and whose that is. Null without such a limit. */
export type Room = { left: number; allowed: number; budgetOf: TaskId }
type Place = { id: TaskId; rootId: TaskId }

/** The budgets of the trees that are at work. */
export type Budgets = {
  /**
   * Asks leave for one request, which `prepare` makes ready: waits for the task's turn where only so many may ask at
   * the same time, then keeps aside what the request may take. Whoever calls a model has to ask first.
   * Rejects as `prepare` does, and with the signal's reason.
   */
  admit<Order extends Sized>(
    view: TaskView,
    prepare: () => Promise<Order>,
    signal: AbortSignal,
  ): Promise<Admission<Order>>
  /** Gives back whatever a task still holds: nobody works on it any more. */
  release(taskId: TaskId): void
  /** Requests of a task that no event tells of yet: those of `made`. At least 1, for the event that is to tell. */
  unlogged(task: Place): number
  /** Levels that a task may go down, and subtasks it may still start. */
  depthLeft(task: Place): Room | null
  childrenLeft(task: Place): Room | null
  /** The accounts of a tree as they stand. */
  ledgerOf(rootId: TaskId): Ledger
  /** A row of the tree with what is known here and not stored: that it waits its turn, how its budget stands. */
  dress(task: TaskSummary): TaskSummary
}

type Tree = {
  rootId: TaskId
  ledger: Ledger
  places: AskingPlaces
  marks: Map<TaskId, TaskSummary['budgetMark']>
  /** Whether a task came or went by hand: whoever still waits here looks anew. */
  stale: boolean
  /** Wakes those that wait for a request of others to be counted. */
  settled: Set<() => void>
}

/**
 * Makes the budgets over a journal, which they listen to. A tree's ledger is read from the store when it is first
 * needed, and kept while anything of the tree is open. `changed` hears of rows that look different now.
 */
export function createBudgets(
  { store, now }: { store: Store; now(): number },
  journal: Pick<Journal, 'listen' | 'flush'>,
  changed: (taskId: TaskId) => void,
): Budgets {
  const trees = new Map<TaskId, Tree>()
  const treeOfTask = new Map<TaskId, Tree>()
  const asking = new Map<TaskId, () => void>()
  const waiting = new Map<TaskId, string>()
  let begun = false

  journal.listen((events) => {
    const touched = new Set<Tree>()
    const reopened = new Set<TaskId>()
    for (const event of events) {
      const { taskId, body } = event
      if (body.type === 'task.created') {
        const tree = trees.get(body.rootId)
        if (tree !== undefined) treeOfTask.set(taskId, tree)
      }
      const tree = treeOfTask.get(taskId)
      if (body.type === 'task.moved') {
        for (const left of [tree, trees.get(body.rootId)]) if (left !== undefined) reopened.add(left.rootId)
        forget(tree, trees.get(body.rootId))
      }
      if (tree === undefined || tree.stale) continue
      tree.ledger.take(event)
      touched.add(tree)
      if (body.type === 'turn.committed' || body.type === 'turn.aborted') release(taskId)
    }
    for (const tree of touched) if (!tree.stale) lookAt(tree)
    for (const rootId of reopened) treeOf(rootId)
  })

  /**
   * Trees between which tasks were moved are read anew when they are needed. Requests that are under way are settled
   * where they were reserved; the log tells the new accounts what they used.
   */
  function forget(...moved: (Tree | undefined)[]): void {
    for (const tree of moved) {
      if (tree === undefined || tree.stale) continue
      tree.stale = true
      trees.delete(tree.rootId)
      for (const id of tree.ledger.accounts.keys()) treeOfTask.delete(id)
      tree.places.letIn()
      for (const wake of tree.settled) wake()
    }
  }

  /** A limit may be nearer or further now. A tree in which nothing is open any more is forgotten. */
  function lookAt(tree: Tree): void {
    tree.places.letIn()
    for (const account of tree.ledger.owners()) {
      const mark = markOf(account, now())
      if (tree.marks.get(account.id) === mark) continue
      tree.marks.set(account.id, mark)
      changed(account.id)
    }
    if (tree.places.waiting() > 0 || tree.settled.size > 0 || tree.ledger.isOpen()) return
    trees.delete(tree.rootId)
    for (const id of tree.ledger.accounts.keys()) treeOfTask.delete(id)
  }

  /** A tree's ledger; kept from then on when anything of the tree is open or about to ask. */
  function treeOf(rootId: TaskId, asks = false): Tree {
    const known = trees.get(rootId)
    if (known !== undefined) return known
    const ledger = createLedger(store.budgets.ofTree(rootId))
    const marks: Tree['marks'] = new Map()
    for (const account of ledger.owners()) marks.set(account.id, markOf(account, now()))
    const places = createAskingPlaces(
      {
        enter: (id) => (tree.stale ? null : ledger.enter(id)),
        leave: (id) => tree.stale || ledger.leave(id),
      },
      say,
    )
    const tree: Tree = { rootId, ledger, places, marks, stale: false, settled: new Set() }
    if (!asks && !ledger.isOpen()) return tree
    trees.set(rootId, tree)
    for (const id of ledger.accounts.keys()) treeOfTask.set(id, tree)
    return tree
  }

  function say(taskId: TaskId, words: string | null): void {
    if (words === null) waiting.delete(taskId)
    else waiting.set(taskId, words)
    changed(taskId)
  }

  function release(taskId: TaskId): void {
    const settle = asking.get(taskId)
    asking.delete(taskId)
    settle?.()
  }

  /** Resolves when a request of the tree has been counted, so that there may be more room than was thought. */
  async function nextSettled(tree: Tree, taskId: TaskId, signal: AbortSignal): Promise<void> {
    say(taskId, 'waits until a running request is counted: the budget may hold no more than that')
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const onAbort = () => reject(signal.reason)
    tree.settled.add(resolve)
    signal.addEventListener('abort', onAbort, { once: true })
    try {
      await promise
    } finally {
      tree.settled.delete(resolve)
      signal.removeEventListener('abort', onAbort)
      say(taskId, null)
    }
  }

  return {
    async admit(view, prepare, signal) {
      release(view.id)
      for (;;) {
        const tree = treeOf(view.rootId, true)
        await tree.places.take(view.id, signal)
        if (tree.stale) continue
        const leave = () => tree.places.leave(view.id)
        asking.set(view.id, leave)
        try {
          const order = await prepare()
          signal.throwIfAborted()
          if (tree.stale) {
            release(view.id)
            continue
          }
          const account = tree.ledger.account(view.id)
          // Where nobody has a limit nobody needs to know.
          const need =
            tree.ledger.owners().length === 0
              ? { tokens: 0, cost: 0 }
              : estimateNeed({ ...order, price: order.endpoint.price }, account.own)
          const found = tree.ledger.reserve(view.id, need, now())
          if (found.status === 'granted') {
            const { reservation } = found
            asking.set(view.id, () => {
              tree.ledger.settle(reservation)
              leave()
              for (const wake of tree.settled) wake()
            })
            return {
              status: 'granted',
              order,
              begins(turnId) {
                reservation.turnId = turnId
              },
              counted: [...upwards(account)].some(({ budget }) => budget.requests !== null),
              made: () => tree.ledger.made(reservation),
              settle: () => release(view.id),
            }
          }
          release(view.id)
          if (found.status === 'reached') return found
        } catch (error) {
          release(view.id)
          throw error
        }
        await nextSettled(tree, view.id, signal)
      }
    },

    release,

    unlogged: ({ id, rootId }) => Math.max(1, treeOf(rootId).ledger.account(id).unlogged),

    depthLeft({ id, rootId }) {
      const account = treeOf(rootId).ledger.account(id)
      return least(account, 'depth', (owner) => account.depth - owner.depth)
    },

    childrenLeft({ id, rootId }) {
      return least(treeOf(rootId).ledger.account(id), 'children', (owner) => owner.children)
    },

    ledgerOf: (rootId) => treeOf(rootId).ledger,

    dress(task) {
      if (!begun) for (const rootId of store.budgets.openRoots()) treeOf(rootId)
      begun = true
      const activity = waiting.get(task.id)
      const mark = isEnded(task.status) ? undefined : trees.get(task.rootId)?.marks.get(task.id)
      if (activity === undefined && mark === undefined) return task
      return {
        ...task,
        ...(activity === undefined ? {} : { activity }),
        ...(mark === undefined ? {} : { budgetMark: mark }),
      }
    },
  }
}

/** What is left of a limit on delegation in the budget that leaves least. */
function least(account: Account, limit: 'depth' | 'children', used: (owner: Account) => number): Room | null {
  let found: Room | null = null
  for (const owner of upwards(account)) {
    const allowed = owner.budget[limit]
    if (allowed === null) continue
    const left = Math.max(0, allowed - used(owner))
    if (found === null || left < found.left) found = { left, allowed, budgetOf: owner.id }
  }
  return found
}

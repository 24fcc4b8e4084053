import type { TaskId } from '../../contract/ids.ts'
import type { TaskEvent } from '../../contract/task-event.ts'
import { isEnded, taskStatuses } from '../../contract/task-status.ts'
import type { TaskSummary } from '../../contract/task-summary.ts'
import type { TaskView } from '../../contract/task-view.ts'
import { earlyClash } from '../prompt/radar-words.ts'
import type { EngineDeps } from './engine-deps.ts'
import { engineWord } from './engine-word.ts'
import type { Entry, Journal } from './journal.ts'
import type { FoundClash } from './trial-merges.ts'
import { workTarget } from './work-target.ts'

/** Looks for clashes of work in worktrees while it is being done. It never holds a task up. */
export type Radar = {
  /** A row of the tree with what its work clashes with. */
  dress(task: TaskSummary): TaskSummary
  /** What a task's model is to be told of clashes among its subtasks, and has not been told yet. */
  news(view: TaskView): Entry[]
  /** Stops looking. Resolves when nothing of it is under way. */
  close(): Promise<void>
}

/** Files have to rest so long before it is looked, in milliseconds; who never rests is looked at after the longer. */
const quietMs = 1_500
const longestMs = 15_000

type Worktree = { folder: string; from: string; base: string }
type Clashes = NonNullable<TaskSummary['clashes']>
type Turn = { restless: boolean; look: AbortController; done: Promise<void> }

const changesFiles: ReadonlySet<string> = new Set(['edit', 'delete', 'command'])

/**
 * Makes the radar over a journal, which it listens to. For each folder that open tasks have worktrees of, what they
 * have done so far is merged on trial when files have changed and come to rest. `changed` hears of rows that look
 * different now.
 */
export function createRadar(
  {
    store,
    trialMerges,
    delay,
    now,
    log,
  }: Pick<EngineDeps, 'store' | 'trialMerges' | 'delay' | 'now' | 'log'>,
  journal: Pick<Journal, 'listen' | 'view'>,
  changed: (taskId: TaskId) => void,
): Radar {
  const worktrees = new Map<TaskId, Worktree>()
  const clashes = new Map<TaskId, Clashes>()
  const stale = new Set<string>()
  const turns = new Map<string, Turn>()
  const closing = new AbortController()

  // What was open before this start; who works in the folder of its parent has no worktree.
  for (const task of store.tasks.withStatus(taskStatuses.filter((status) => !isEnded(status)))) {
    const parent = task.parentId === null ? null : store.tasks.get(task.parentId)
    if (parent !== null && parent.folder !== task.folder) register(task.id)
  }
  for (const { folder } of worktrees.values()) touch(folder)

  const stop = journal.listen((events) => {
    for (const event of events) take(event)
  })

  function intoOf(taskId: TaskId, { from }: Worktree): string {
    return workTarget(store.tasks, store.tasks.get(taskId)?.parentId ?? null, from)
  }

  function register(taskId: TaskId): void {
    try {
      const { worktree, folder } = journal.view(taskId)
      if (worktree !== null) worktrees.set(taskId, { folder, from: worktree.from, base: worktree.base })
    } catch (error) {
      log('warn', `${taskId} is not looked at for clashes: ${String(error)}`)
    }
  }

  /** Its work is no longer to go anywhere, or has gone there. */
  function letGo(taskId: TaskId): void {
    const worktree = worktrees.get(taskId)
    if (worktree === undefined) return
    worktrees.delete(taskId)
    // Its folder may go at any moment.
    turns.get(intoOf(taskId, worktree))?.look.abort()
    turns.get(worktree.from)?.look.abort()
    say(taskId, [])
    for (const [id, found] of clashes) {
      const rest = found.filter((one) => one.with?.taskId !== taskId)
      if (rest.length < found.length) say(id, rest)
    }
  }

  function take({ taskId, body }: TaskEvent): void {
    switch (body.type) {
      case 'worktree.opened':
        worktrees.set(taskId, { folder: body.folder, from: body.from, base: body.base })
        return
      case 'worktree.updated':
      case 'work.conflicted': {
        const worktree = worktrees.get(taskId)
        if (worktree === undefined) return
        worktree.base = body.base
        touch(worktree.folder)
        return
      }
      case 'work.landed':
      case 'work.reverted':
        if (body.type === 'work.landed') letGo(taskId)
        touch(body.into)
        return
      case 'work.branched':
      case 'work.dropped':
        letGo(taskId)
        return
      case 'status.changed':
        if (isEnded(body.to)) letGo(taskId)
        else if (isEnded(body.from) && store.tasks.get(taskId)?.parentId) {
          register(taskId)
          touch(worktrees.get(taskId)?.folder)
        }
        return
      case 'tool.finished':
        if (worktrees.size > 0 && changesFiles.has(body.display?.type ?? ''))
          touch(store.tasks.get(taskId)?.folder)
        return
    }
  }

  /** Files of a folder may have changed: whatever depends on it is looked at when they rest. */
  function touch(folder: string | undefined): void {
    if (folder === undefined) return
    stale.add(folder)
    const affected = new Set<string>()
    for (const [taskId, worktree] of worktrees) {
      const into = intoOf(taskId, worktree)
      if (into === folder || worktree.folder === folder) affected.add(into)
    }
    for (const into of affected) schedule(into)
  }

  function schedule(into: string): void {
    const known = turns.get(into)
    if (known !== undefined) known.restless = true
    if (known !== undefined || closing.signal.aborted) return
    const turn: Turn = { restless: true, look: new AbortController(), done: Promise.resolve() }
    turns.set(into, turn)
    turn.done = watchOver(into, turn)
  }

  /** Looks, when files rest, until nothing has changed meanwhile. Never rejects. */
  async function watchOver(into: string, turn: Turn): Promise<void> {
    while (turn.restless && !closing.signal.aborted) {
      const since = now()
      while (turn.restless && !closing.signal.aborted && now() - since < longestMs) {
        turn.restless = false
        await delay(quietMs, closing.signal)
      }
      if (closing.signal.aborted) break
      turn.restless = false
      turn.look = new AbortController()
      const signal = AbortSignal.any([closing.signal, turn.look.signal])
      try {
        await look(into, signal)
      } catch (error) {
        if (signal.aborted) turn.restless = true
        else log('warn', `Work for ${into} was not looked at for clashes: ${String(error)}`)
      }
    }
    turns.delete(into)
  }

  async function look(into: string, signal: AbortSignal): Promise<void> {
    const members = [...worktrees].filter(([taskId, worktree]) => intoOf(taskId, worktree) === into)
    const owner = members
      .map(([taskId]) => store.tasks.get(taskId)?.parentId ?? null)
      .find((id) => id !== null)
    if (owner === undefined) return
    const fresh = members.map(([, { folder }]) => folder).filter((folder) => stale.has(folder))
    const tasks = members.map(([taskId, { folder, base }]) => ({
      taskId,
      folder,
      base,
      stale: stale.has(folder),
    }))
    for (const folder of fresh) stale.delete(folder)
    let found: FoundClash[]
    try {
      found = await trialMerges.look({ into: { taskId: owner, folder: into }, tasks }, signal)
    } catch (error) {
      for (const folder of fresh) stale.add(folder)
      throw error
    }
    signal.throwIfAborted()
    for (const [taskId] of members) say(taskId, clashesOf(taskId, found))
  }

  function clashesOf(taskId: TaskId, found: readonly FoundClash[]): Clashes {
    return found.flatMap(({ one, other, paths }) => {
      if (one !== taskId && other !== taskId) return []
      const otherId = one === taskId ? other : one
      const task = otherId === null ? null : store.tasks.get(otherId)
      if (otherId !== null && task === null) return []
      return [{ with: task && { taskId: task.id, displayId: task.displayId }, paths }]
    })
  }

  function say(taskId: TaskId, found: Clashes): void {
    const before = clashes.get(taskId) ?? []
    if (JSON.stringify(before) === JSON.stringify(found)) return
    if (found.length === 0) clashes.delete(taskId)
    else clashes.set(taskId, found)
    changed(taskId)
  }

  return {
    dress(task) {
      const found = clashes.get(task.id)
      return found === undefined || isEnded(task.status) ? task : { ...task, clashes: found }
    },

    news(view) {
      if (clashes.size === 0) return []
      const texts = new Set<string>()
      for (const [taskId, found] of clashes) {
        const task = store.tasks.get(taskId)
        if (task?.parentId !== view.id) continue
        for (const { with: other, paths } of found)
          texts.add(earlyClash(task.displayId, other?.displayId ?? null, paths))
      }
      for (const item of view.items) {
        if (item.type === 'message' && item.from === 'engine') texts.delete(item.text)
      }
      return [...texts].map((text) => engineWord(view.id, text))
    },

    async close() {
      stop()
      closing.abort()
      await Promise.all([...turns.values()].map(({ done }) => done))
    },
  }
}

import type { MessageId, TaskId } from '../../contract/ids.ts'
import type { MessageContext } from '../../contract/message-extras.ts'
import type { TaskEvent } from '../../contract/task-event.ts'
import type { TaskSummary } from '../../contract/task-summary.ts'
import type { TaskView } from '../../contract/task-view.ts'
import type { Work } from '../../contract/work.ts'
import { type Answer, decideApproval } from './approval-gate.ts'
import { createBudgets } from './budgets.ts'
import { cancelTree } from './cancel-tree.ts'
import { type CondenseCommand, createCondenseCommand } from './condense-command.ts'
import type { EngineCore } from './core.ts'
import { createTaskDeletion, type TaskDeletion } from './delete-task.ts'
import type { EngineDeps } from './engine-deps.ts'
import { type ForkPoint, forkTask } from './fork-task.ts'
import { createJournal } from './journal.ts'
import { createLandings } from './landings.ts'
import { createLiveText } from './live-text.ts'
import { createTaskNesting, type TaskNesting } from './nest.ts'
import { createRadar } from './radar.ts'
import { type AfterRestart, interrupt, recover } from './recovery.ts'
import { noteRevertedEdits, type RevertedEdits } from './revert-edits.ts'
import { createWorkRevert, type WorkRevert } from './revert-work.ts'
import { editMessage } from './rewind.ts'
import { showWork, showWorkFile } from './show-work.ts'
import { pauseWithoutStorage } from './storage-pause.ts'
import { createTaskCommands, type TaskCommands } from './task-commands.ts'
import { createTaskMarks, type TaskMarks } from './task-marks.ts'
import { createTaskRuns } from './task-runs.ts'
import { type OutcomeAnswer, settleOutcome } from './unknown-outcome.ts'
import { createWakers } from './wakers.ts'
import { createWatch, type Watch } from './watch.ts'

/** The engine: runs tasks and owns what is known of them. One per data folder. */
export type Engine = {
  tasks: TaskCommands &
    Pick<CondenseCommand, 'condense'> &
    TaskDeletion &
    TaskNesting &
    TaskMarks &
    WorkRevert & {
      /** As `editMessage` and `forkTask`. */
      editMessage(taskId: TaskId, messageId: MessageId, text: string, context?: MessageContext[]): void
      fork(taskId: TaskId, point: ForkPoint): TaskSummary
      decideApproval(taskId: TaskId, answer: Answer): void
      settleOutcome(taskId: TaskId, answer: OutcomeAnswer): Promise<void>
      /** As `noteRevertedEdits`. */
      noteRevertedEdits(taskId: TaskId, reverted: RevertedEdits): void
    }
  watch: Omit<Watch, 'liveTextChanged' | 'rowChanged'>
  /** A task as its log tells it; a copy of the moment. */
  view(taskId: TaskId): TaskView
  /** As `showWork` and `showWorkFile`. */
  work(taskId: TaskId, signal?: AbortSignal): Promise<Work | null>
  workFile(
    taskId: TaskId,
    place: { base: string; head: string; path: string },
  ): ReturnType<typeof showWorkFile>
  /** Calls back after every commit, in order. Returns how to stop. */
  listen(listener: (events: TaskEvent[]) => void): () => void
  /** Whether a loop in this process works on the task or waits for it, or is about to. */
  isRunning(taskId: TaskId): boolean
  /** Stops everything: what was at work becomes `interrupted`, what waits goes on waiting after the next start. */
  dispose(): Promise<void>
}

/** Builds the engine and puts right what the last run left. Nothing else starts by itself. */
export function createEngine(deps: EngineDeps, after: AfterRestart): Engine {
  const journal = createJournal(deps.store, deps.now, deps.log)
  const budgets = createBudgets(deps, journal, (taskId) => watch.rowChanged(taskId))
  const radar = createRadar(deps, journal, (taskId) => watch.rowChanged(taskId))
  const dress = (task: TaskSummary) => radar.dress(budgets.dress(task))
  const watch: Watch = createWatch(deps.store, journal, () => live, dress)
  const live = createLiveText((taskId) => watch.liveTextChanged(taskId))
  const core: EngineCore = {
    deps,
    journal,
    live,
    wakers: createWakers(),
    landings: createLandings(),
    budgets,
    radar,
    condenseWanted: new Set(),
    run: (taskId) => runs.start(taskId),
    cancel: (taskId, by, reason) => cancelTree(core, runs, taskId, { by, reason }),
  }
  const runs = createTaskRuns(core)
  const commands = createTaskCommands(core, runs)
  const condensing = createCondenseCommand(core, runs)
  const reverts = createWorkRevert(core)
  const { dispose: stopMarks, ...marks } = createTaskMarks(deps, journal, (taskId) =>
    watch.rowChanged(taskId),
  )
  recover(core, runs, after)
  const finishing = reverts.finish()
  const stopWatching = pauseWithoutStorage(core, runs)

  return {
    tasks: {
      ...commands,
      condense: condensing.condense,
      ...createTaskDeletion(core, runs),
      ...createTaskNesting(core),
      ...marks,
      revertWork: reverts.revertWork,
      editMessage: (taskId, messageId, text, context = []) =>
        editMessage(core, runs, taskId, { messageId, text, context }),
      fork: (taskId, point) => forkTask(core, taskId, point),
      noteRevertedEdits: (taskId, reverted) => noteRevertedEdits(core, taskId, reverted),
      decideApproval: (taskId, answer) => decideApproval(core, taskId, answer),
      settleOutcome: (taskId, answer) => settleOutcome(core, taskId, answer),
    },
    watch: { tree: watch.tree, task: watch.task },
    view: (taskId) => {
      const view = journal.view(taskId)
      return { ...view, items: view.items.slice(), calls: { ...view.calls } }
    },
    work: async (taskId, signal) =>
      showWork(deps, journal.view(taskId), signal ?? new AbortController().signal),
    workFile: async (taskId, place) => showWorkFile(deps, journal.view(taskId), place),
    listen: journal.listen,
    isRunning: runs.isRunning,
    async dispose() {
      stopWatching()
      stopMarks()
      for (const task of deps.store.tasks.withStatus(['queued', 'in_progress'])) interrupt(core, task)
      await condensing.close()
      await Promise.all([reverts.close(), radar.close(), runs.close()])
      await finishing
      journal.flush()
    },
  }
}

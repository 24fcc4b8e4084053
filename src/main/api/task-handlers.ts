import type { ApiDeps } from './api-deps.ts'
import { done, implementer } from './implementer.ts'
import { inPieces } from './in-pieces.ts'
import { readyJson } from './ready-json.ts'

/** Making tasks and watching the tree. */
export function treeHandlers({ engine, store, transcript, messages }: ApiDeps) {
  const { tasks } = implementer
  return {
    watch: tasks.watch.handler(async function* ({ signal = new AbortController().signal }) {
      for await (const frame of engine.watch.tree(signal)) yield* inPieces(frame)
    }),
    deleted: tasks.deleted.handler(() => store.tasks.deleted()),
    create: tasks.create.handler(({ input }) => messages.create(input)),
    import: tasks.import.handler(({ input }) => transcript.import(input.workspaceId, input.content)),
  }
}

/** Everything about one task. */
export function taskHandlers({ engine, store, transcript, commands, messages }: ApiDeps) {
  const { task } = implementer
  const { tasks } = engine
  return {
    watch: task.watch.handler(async function* ({ input, signal = new AbortController().signal }) {
      for await (const frame of engine.watch.task(input.taskId, input.afterSeq, signal))
        yield { ...frame, events: readyJson(frame.events) }
    }),
    send: task.send.handler(async ({ input }) => {
      await messages.send(input.taskId, input)
      return done
    }),
    changeQueued: task.changeQueued.handler(async ({ input }) => {
      await messages.changeQueued(input.taskId, input.messageId, input)
      return done
    }),
    withdrawQueued: task.withdrawQueued.handler(({ input }) => {
      tasks.withdrawQueued(input.taskId, input.messageId)
      return done
    }),
    sendQueuedNow: task.sendQueuedNow.handler(({ input }) => {
      tasks.sendQueuedNow(input.taskId, input.messageId)
      return done
    }),
    edit: task.edit.handler(async ({ input }) => {
      await messages.edit(input.taskId, input.messageId, input.text)
      return done
    }),
    fork: task.fork.handler(({ input }) => tasks.fork(input.taskId, { itemId: input.itemId })),
    stop: task.stop.handler(({ input }) => {
      tasks.stop(input.taskId)
      return done
    }),
    resume: task.resume.handler(({ input }) => {
      tasks.resume(input.taskId)
      return done
    }),
    retry: task.retry.handler(async ({ input }) => {
      const { taskId, ...how } = input
      await messages.retry(taskId, how)
      return done
    }),
    retryNow: task.retryNow.handler(({ input }) => {
      tasks.retryNow(input.taskId)
      return done
    }),
    condense: task.condense.handler(async ({ input }) => {
      await tasks.condense(input.taskId)
      return done
    }),
    cancel: task.cancel.handler(({ input }) => {
      tasks.cancel(input.taskId, input.reason)
      return done
    }),
    delete: task.delete.handler(({ input }) => ({ count: tasks.remove(input.taskId).length })),
    restore: task.restore.handler(({ input }) => ({ count: tasks.restore(input.taskId).length })),
    pin: task.pin.handler(({ input }) => {
      tasks.pin(input.taskId, input.pinned)
      return done
    }),
    archive: task.archive.handler(({ input }) => ({ count: tasks.archive(input.taskId).length })),
    unarchive: task.unarchive.handler(({ input }) => ({ count: tasks.unarchive(input.taskId).length })),
    nest: task.nest.handler(({ input }) => {
      tasks.nest(input.taskId, input.parentId)
      return done
    }),
    unnest: task.unnest.handler(({ input }) => {
      tasks.unnest(input.taskId)
      return done
    }),
    attachResult: task.attachResult.handler(({ input }) => {
      tasks.attachResult(input.taskId, input.toTaskId)
      return done
    }),
    rename: task.rename.handler(({ input }) => {
      tasks.rename(input.taskId, input.title)
      return done
    }),
    setBudget: task.setBudget.handler(({ input }) => {
      tasks.setBudget(input.taskId, input.limits)
      return done
    }),
    budget: task.budget.handler(({ input }) => tasks.budget(input.taskId)),
    setMode: task.setMode.handler(({ input }) => {
      tasks.setMode(input.taskId, input.mode)
      return done
    }),
    setModel: task.setModel.handler(({ input }) => {
      tasks.setModel(input.taskId, input.providerId, input.model)
      return done
    }),
    decideApproval: task.decideApproval.handler(({ input }) => {
      const { taskId, ...answer } = input
      tasks.decideApproval(taskId, answer)
      return done
    }),
    work: task.work.handler(({ input, signal }) => engine.work(input.taskId, signal)),
    workFile: task.workFile.handler(({ input }) => {
      const { taskId, ...place } = input
      return engine.workFile(taskId, place)
    }),
    revertWork: task.revertWork.handler(async ({ input }) => {
      await tasks.revertWork(input.taskId)
      return done
    }),
    answerQuestion: task.answerQuestion.handler(async ({ input }) => {
      const { taskId, callId, answer: text, ...rest } = input
      await messages.answer(taskId, callId, { text, ...rest })
      return done
    }),
    settleOutcome: task.settleOutcome.handler(async ({ input }) => {
      const { taskId, ...answer } = input
      await tasks.settleOutcome(taskId, answer)
      return done
    }),
    results: task.results.handler(({ input }) =>
      readyJson(store.events.results(input.taskId, input.callIds)),
    ),
    readOutput: task.readOutput.handler(({ input }) => {
      return commands.readOutput(input.taskId, input.commandId, input.offset)
    }),
    getDraft: task.getDraft.handler(({ input }) => ({ text: store.drafts.get(input.key) })),
    setDraft: task.setDraft.handler(({ input }) => {
      store.drafts.set(input.key, input.text)
      return done
    }),
    export: task.export.handler(({ input }) => transcript.export(input.taskId, input.format, input.subtree)),
  }
}

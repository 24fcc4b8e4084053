import { writeSync } from 'node:fs'
import { actionTypes } from '../../contract/action-type.ts'
import type { TaskId } from '../../contract/ids.ts'
import type { OutcomeDecision } from '../../contract/tool-call.ts'
import { openTestApp } from './test-app.ts'

/**
 * A program that is made to be killed: opens the app over a data folder, goes on with what is there or tells a
 * new root “The whole.”, and writes a line for every commit. Arguments: data folder, workspace, base URL, and what a
 * person says of calls whose outcome is unknown (`skip` when left out).
 */
const [dataFolder = '', folder = '', baseUrl = '', decision = 'skip'] = process.argv.slice(2)
const say = (line: string) => writeSync(1, `${line}\n`)

const app = await openTestApp({
  ...{ dataFolder, baseUrl, after: 'continue' },
  onProblem: (problem) => say(`problem ${problem}`),
})
const settleUnknown = (taskId: TaskId) => {
  const open = Object.values(app.engine.view(taskId).calls).find(({ status }) => status === 'outcome_unknown')
  const answer = { decision: decision as OutcomeDecision, note: '' }
  if (open !== undefined) void app.engine.tasks.settleOutcome(taskId, { callId: open.callId, ...answer })
}
app.engine.listen((events) => {
  say(`commit ${events.map(({ body }) => body.type)}`)
  for (const { body, taskId } of events) if (body.type === 'outcome.unknown') settleUnknown(taskId)
})
for (const { id } of app.store.tasks.list()) settleUnknown(id)
const isOver = () => app.store.tasks.list().every(({ status }) => status === 'completed')
if (app.store.tasks.list().length === 0) {
  const workspace = await app.workspaces.open(folder)
  app.engine.tasks.create({
    ...{ workspaceId: workspace.id, message: 'The whole.', mode: 'orchestrator', delegation: true },
    ...{ providerId: null, model: null },
    autoApprove: Object.fromEntries(actionTypes.map((action) => [action, true])),
  })
}
while (!isOver()) await new Promise((resolve) => setTimeout(resolve, 5))
say('over')
await app.dispose()

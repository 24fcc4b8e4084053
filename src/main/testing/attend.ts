import type { TaskEvent } from '../../contract/task-event.ts'
import type { TestApp } from './test-app.ts'

/**
 * Has a person attend to a test's tasks as the app is now: every approval is given, every question answered with
 * "Yes." and every call whose outcome is unknown left as it is, what stands already and what comes. To be called again after a restart.
 */
export function attend(test: TestApp): void {
  const attendTo = (displayId: string) => {
    const { status } = test.task(displayId)
    if (status === 'awaiting_approval') test.decide(displayId, 'approved')
    if (status !== 'awaiting_input') return
    const asked = test.calls(displayId).find((call) => call.status === 'awaiting_answer')
    if (asked !== undefined) test.tasks.answerQuestion(test.id(displayId), asked.callId, 'Yes.', null)
    const doubt = test.calls(displayId).find((call) => call.status === 'outcome_unknown')
    const { callId } = doubt ?? {}
    if (callId !== undefined)
      void test.tasks.settleOutcome(test.id(displayId), { callId, decision: 'skip', note: '' })
  }
  const wants = ({ body }: TaskEvent) =>
    ['approval.requested', 'question.asked', 'outcome.unknown'].includes(body.type)
  test.app.engine.listen((events) => {
    for (const event of events) {
      const task = wants(event) ? test.app.store.tasks.get(event.taskId) : null
      if (task !== null) attendTo(task.displayId)
    }
  })
  for (const { displayId } of test.app.store.tasks.list()) attendTo(displayId)
}

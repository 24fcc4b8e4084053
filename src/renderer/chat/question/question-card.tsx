import { memo, useId, useRef, useState } from 'react'
import type { TaskId } from '../../../contract/ids.ts'
import type { ToolCallView } from '../../../contract/task-view.ts'
import { errorText } from '../../connection/error-text.ts'
import { useClient, useOnline, useTaskView } from '../../state/hooks.ts'
import { StatusDot } from '../../ui/status-dot.tsx'
import { useCardName } from '../card-name.tsx'
import { useKeepFocus } from '../keep-focus.ts'
import { Markdown } from '../markdown/markdown.tsx'
import { useSeenCard } from '../seen-cards.tsx'
import { AnswerField } from './answer-field.tsx'
import { Suggestions } from './suggestions.tsx'

type Question = NonNullable<ToolCallView['question']>

/** A question of the model's: its suggestions as buttons, a field for anything else, or the answer given. */
export const QuestionCard = memo(function QuestionCard({
  taskId,
  call,
  question,
}: {
  taskId: TaskId
  call: ToolCallView
  question: Question
}) {
  if (question.answer !== null || call.status === 'finished') return <Answered question={question} />
  return <Open taskId={taskId} call={call} question={question} />
})

function Open({ taskId, call, question }: { taskId: TaskId; call: ToolCallView; question: Question }) {
  const client = useClient()
  const online = useOnline()
  const waits = useTaskView(taskId, (view) => view.status === 'awaiting_input')
  const workspaceId = useTaskView(taskId, (view) => view.workspaceId) ?? null
  const card = useRef<HTMLElement>(null)
  const titleId = useId()
  const name = useCardName(titleId)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  useSeenCard(card, call.callId)
  useKeepFocus(card)

  const answer = async (text: string, mode: string | null) => {
    setBusy(true)
    setProblem(null)
    try {
      await client.task.answerQuestion({ taskId, callId: call.callId, answer: text, mode })
    } catch (error) {
      setProblem(errorText(error))
      setBusy(false)
    }
  }
  const off = busy || !online || waits !== true
  return (
    <section
      ref={card}
      data-call={call.callId}
      tabIndex={-1}
      aria-labelledby={name}
      className="enter-soft my-1 overflow-hidden rounded-lg border border-question bg-raised"
    >
      <header className="flex min-h-8 items-center gap-2 bg-question-soft px-3 py-1 text-question-ink">
        <StatusDot status="awaiting_input" />
        <h2 id={titleId} className="font-semibold">
          It asks you
        </h2>
      </header>
      <div className="flex flex-col gap-3 px-3.5 py-3">
        <Markdown text={question.question} />
        <Suggestions
          suggestions={question.suggestions}
          workspaceId={workspaceId}
          disabled={off}
          onChoose={({ text, mode }) => void answer(text, mode)}
        />
        <AnswerField disabled={off} onAnswer={(text) => void answer(text, null)} />
        {waits === false ? (
          <p className="text-small text-ink-3">The task is not waiting now. Resume it to answer.</p>
        ) : null}
        {problem === null ? null : (
          <p role="alert" className="text-small text-failed-ink select-text">
            {problem}
          </p>
        )}
      </div>
    </section>
  )
}

function Answered({ question }: { question: Question }) {
  return (
    <section aria-label="A question and its answer" className="my-1 rounded-lg border border-line bg-raised">
      <div className="px-3.5 pt-2.5 text-ink-2">
        <Markdown text={question.question} />
      </div>
      <p className="flex gap-2 px-3.5 pt-1.5 pb-2.5">
        <span className="shrink-0 text-ink-3">
          {question.by === 'rule' ? 'A rule answered:' : 'You answered:'}
        </span>
        <span className="min-w-0 break-words whitespace-pre-wrap select-text">
          {question.answer ?? 'nothing — the question was withdrawn'}
        </span>
      </p>
    </section>
  )
}

import { useEffect, useRef, useState } from 'react'
import { useStore } from 'zustand'
import type { TaskId } from '../../../contract/ids.ts'
import { runCommand } from '../../palette/commands.ts'
import { useAppState } from '../../state/app-state-context.tsx'
import { useClient, useOnline, useTaskView, useToasts } from '../../state/hooks.ts'
import { quoteIn, withQuote } from '../quote/quotes.ts'
import { openDoubt, openQuestion } from '../transcript/read-state.ts'
import { ComposerBox } from './composer-box.tsx'
import { composerWords } from './composer-words.ts'
import { SendButton } from './send-button.tsx'
import { TaskToolbar } from './task-toolbar.tsx'
import { useDraft } from './use-draft.ts'

/** Where one writes to a task: a message, or the answer to what it asks. */
export function TaskComposer({ taskId }: { taskId: TaskId }) {
  const app = useAppState()
  const client = useClient()
  const toasts = useToasts()
  const online = useOnline()
  const status = useTaskView(taskId, (view) => view.status) ?? 'queued'
  const asked = useTaskView(taskId, (view) => openQuestion(view)?.callId ?? null) ?? null
  const inDoubt = useTaskView(taskId, (view) => openDoubt(view) !== null) ?? false
  const { text, setText, flush } = useDraft(taskId)
  const [sending, setSending] = useState(false)
  const field = useRef<HTMLTextAreaElement>(null)
  const quotes = quoteIn(app)
  const quote = useStore(quotes)
  useEffect(() => {
    if (quote?.taskId !== taskId) return
    quotes.setState(null, true)
    setText(withQuote(text, quote.text))
    field.current?.focus()
  }, [quote, quotes, taskId, text, setText])
  const answering = status === 'awaiting_input' && asked !== null

  const send = async () => {
    const words = text.trim()
    if (words === '' || sending || !online) return
    if (words === '/condense') {
      runCommand(app, 'task.condense', { taskId })
      setText('')
      return
    }
    setSending(true)
    try {
      if (answering && asked !== null)
        await client.task.answerQuestion({ taskId, callId: asked, answer: words, mode: null })
      else await client.task.send({ taskId, text: words })
      setText('')
    } catch (error) {
      toasts.failed(answering ? 'The answer was not sent' : 'The message was not sent', error)
    } finally {
      setSending(false)
    }
  }
  return (
    <ComposerBox
      field={field}
      label={answering ? 'Your answer' : 'Message to the task'}
      placeholder={composerWords(status, { answering, inDoubt }, online)}
      text={text}
      onText={setText}
      onBlur={flush}
      onSend={() => void send()}
      toolbar={
        <>
          <TaskToolbar taskId={taskId} />
          <span className="ml-auto flex items-center gap-1">
            <SendButton
              taskId={taskId}
              label={answering ? 'Answer' : 'Send'}
              empty={text.trim() === ''}
              busy={sending}
              onSend={() => void send()}
            />
          </span>
        </>
      }
    />
  )
}

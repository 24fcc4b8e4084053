import { useEffect, useRef, useState } from 'react'
import { useStore } from 'zustand'
import type { TaskId } from '../../../contract/ids.ts'
import { useAppState } from '../../state/app-state-context.tsx'
import { useClient, useModes, useOnline, useTaskSummary, useTaskView, useToasts } from '../../state/hooks.ts'
import { quoteIn, withQuote } from '../quote/quotes.ts'
import { openDoubt, openQuestion } from '../transcript/read-state.ts'
import { ComposerBox } from './composer-box.tsx'
import { composerWords } from './composer-words.ts'
import { runBuiltIn } from './run-built-in.ts'
import { SendButton } from './send-button.tsx'
import { TaskToolbar } from './task-toolbar.tsx'
import { useDraft } from './use-draft.ts'
import { useImages } from './use-images.ts'

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
  const images = useImages(taskId)
  const workspaceId = useTaskSummary(taskId)?.workspaceId ?? null
  const modes = useModes(workspaceId) ?? []
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
    const shown = [...images.images]
    if ((words === '' && shown.length === 0) || sending || !online) return
    if (workspaceId !== null && shown.length === 0) {
      const setMode = (mode: string) =>
        client.task
          .setMode({ taskId, mode })
          .catch((error) => toasts.failed('The mode was not changed', error))
      const ran = runBuiltIn(app, words, { workspaceId, taskId, modes, setMode })
      if (ran === true) setText('')
      if (ran !== false) return
    }
    setSending(true)
    try {
      if (answering && asked !== null)
        await client.task.answerQuestion({
          ...{ taskId, callId: asked, answer: words || 'See the images.', images: shown, mode: null },
        })
      else await client.task.send({ taskId, text: words, images: shown })
      setText('')
      images.clear()
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
      place={{ workspaceId, taskId }}
      images={images}
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
              empty={text.trim() === '' && images.images.length === 0}
              busy={sending}
              onSend={() => void send()}
            />
          </span>
        </>
      }
    />
  )
}

import { type KeyboardEvent, useRef, useState } from 'react'
import { useStore } from 'zustand'
import type { TaskId } from '../../contract/ids.ts'
import { isLive } from '../../contract/task-status.ts'
import { runCommand } from '../palette/commands.ts'
import { isPressed } from '../palette/keys-now.ts'
import { useAppState } from '../state/app-state-context.tsx'
import { useTaskView, useTaskWatch } from '../state/hooks.ts'
import { ErrorState } from '../ui/error-state.tsx'
import { Spinner } from '../ui/spinner.tsx'
import { WaitingStrip } from './approval/waiting-strip.tsx'
import { TaskComposer } from './composer/task-composer.tsx'
import { CondensingLine } from './condensing-line.tsx'
import { DamagedNotice } from './damaged-notice.tsx'
import { DeletedStrip } from './deleted-strip.tsx'
import { FindBar } from './find/find-bar.tsx'
import { QuoteButton } from './quote/quote-button.tsx'
import { ChecksStrip } from './receipt/checks-strip.tsx'
import { SeenCards } from './seen-cards.tsx'
import { SettingUpLine } from './setting-up-line.tsx'
import { StatusAnnouncer } from './status-announcer.tsx'
import { Stuck } from './stuck.tsx'
import { TodoStrip } from './todo-strip.tsx'
import { type TranscriptHandle, useShownCall } from './transcript/show-call.ts'
import { Transcript } from './transcript/transcript.tsx'

export { NewTaskPane } from './new-task/new-task-pane.tsx'

/** A task's transcript and composer. */
export function ChatPane({ taskId }: { taskId: TaskId }) {
  const [tries, setTries] = useState(0)
  return <Followed key={`${taskId} ${tries}`} taskId={taskId} onRetry={() => setTries(tries + 1)} />
}

function Followed({ taskId, onRetry }: { taskId: TaskId; onRetry: () => void }) {
  const { status, error } = useTaskWatch(taskId)
  const { tree } = useAppState()
  const gone = useStore(tree.store, (state) => state.ready && !state.tasks.has(taskId))
  if (gone && status !== 'ready') {
    return (
      <ErrorState
        title="This task is not here"
        message="It may have been removed, or belong to another data folder."
      />
    )
  }
  if (status === 'failed')
    return <ErrorState title="The task could not be opened" message={error ?? ''} onRetry={onRetry} />
  return (
    <SeenCards>
      <Pane taskId={taskId} loading={status === 'loading'} />
    </SeenCards>
  )
}

function Pane({ taskId, loading }: { taskId: TaskId; loading: boolean }) {
  const app = useAppState()
  const transcript = useRef<TranscriptHandle>(null)
  const [atEnd, setAtEnd] = useState(true)
  const deleted = useTaskView(taskId, (view) => view.deletedAt !== null) ?? false
  useShownCall(taskId, loading ? null : transcript)
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.defaultPrevented || event.nativeEvent.isComposing) return
    if (!isPressed(app, 'task.stop', event.nativeEvent)) return
    const target = event.target as HTMLElement
    // Menus and dialogs of the pane live elsewhere in the page; their keys are theirs.
    if (!event.currentTarget.contains(target)) return
    // A field of a card has its own use for Esc.
    if (/^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) && target.dataset.composer === undefined) return
    const task = app.tree.store.getState().tasks.get(taskId)
    if (task === undefined || !isLive(task.status)) return
    event.preventDefault()
    runCommand(app, 'task.stop', { taskId })
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Esc interrupts from anywhere in the pane
    <div
      role="presentation"
      data-chat-pane
      className="@container/chat flex h-full min-h-0 min-w-0 flex-col bg-surface"
      onKeyDown={onKeyDown}
    >
      {loading ? (
        <div className="flex min-h-0 flex-1 items-center justify-center text-ink-3">
          <Spinner label="Loading the transcript" size={18} />
        </div>
      ) : (
        <div className="relative flex min-h-0 flex-1 flex-col">
          <FindBar taskId={taskId} transcript={transcript} />
          <Transcript taskId={taskId} handle={transcript} onAtEnd={setAtEnd} />
          <QuoteButton taskId={taskId} transcript={transcript} />
        </div>
      )}
      <div className="overflow-hidden px-1.5 pb-3 @md/chat:px-5 @md/chat:pb-4 [scrollbar-gutter:stable_both-edges]">
        <div className="mx-auto max-w-[760px]">
          <WaitingStrip
            taskId={taskId}
            below={!atEnd}
            onShow={(callId) => transcript.current?.showCall(callId)}
          />
          <DamagedNotice taskId={taskId} />
          <Stuck taskId={taskId} />
          <CondensingLine taskId={taskId} />
          <SettingUpLine taskId={taskId} />
          <ChecksStrip taskId={taskId} />
          <TodoStrip taskId={taskId} />
          {deleted ? <DeletedStrip taskId={taskId} /> : <TaskComposer taskId={taskId} />}
        </div>
      </div>
      <StatusAnnouncer taskId={taskId} />
    </div>
  )
}

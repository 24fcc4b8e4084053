import type { ApprovalSubject } from '../../../contract/tool-display.ts'
import { ChangeCount } from '../../diff/change-count.tsx'
import { DiffView } from '../../diff/diff-view.tsx'
import { revealHidden } from '../../ui/reveal-hidden.ts'
import { TodoItems } from '../../ui/todo-items.tsx'
import { formatDuration } from '../format-time.ts'
import { LongText } from '../markdown/long-text.tsx'
import { Markdown } from '../markdown/markdown.tsx'

type Shown = Exclude<ApprovalSubject, { type: 'subtask' | 'clash' }>

/** Exactly what will happen on a yes, in full. Subtasks, which can be changed, and clashes have views of their own. */
export function SubjectView({ subject }: { subject: Shown }) {
  switch (subject.type) {
    case 'read':
      return (
        <div className="flex flex-col gap-1 px-3 py-2">
          {subject.paths.map((path) => (
            <Code key={path} text={path} />
          ))}
          {subject.summary ? <p className="text-ink-2">{subject.summary}</p> : null}
        </div>
      )
    case 'edit':
      return (
        <>
          <div className="flex items-center gap-2 border-b border-line px-3 py-1.5">
            <span className="min-w-0 flex-1 font-mono text-small break-all select-text">
              {revealHidden(subject.path)}
            </span>
            <ChangeCount added={subject.added} removed={subject.removed} />
          </div>
          <DiffView patch={subject.patch} label={`Changes to ${subject.path}`} whole />
        </>
      )
    case 'delete':
      return (
        <div className="px-3 py-2">
          <Code text={subject.path} />
          <p className="mt-1 text-ink-2">{subject.what}</p>
        </div>
      )
    case 'command':
      return <CommandSubject subject={subject} />
    case 'checks':
      return <ChecksSubject run={subject.run} cwd={subject.cwd} />
    case 'completion':
      return (
        <div className="max-h-[420px] overflow-auto px-3.5 py-2.5">
          <Markdown text={subject.result} />
        </div>
      )
    case 'mode_switch':
      return subject.reason ? <Words text={subject.reason} /> : null
    case 'todo':
      return (
        <div className="px-3 py-2">
          <TodoItems items={subject.items} />
        </div>
      )
    case 'question':
      return <Words text={subject.question} />
    case 'other':
      return (
        <div className="max-h-96 overflow-auto px-3">
          <LongText text={subject.body} />
        </div>
      )
    default: {
      const unknown: never = subject
      throw new Error(`Unknown subject ${JSON.stringify(unknown)}`)
    }
  }
}

function CommandSubject({ subject }: { subject: Extract<Shown, { type: 'command' }> }) {
  return (
    <div className="px-3 py-2">
      <pre className="max-h-80 overflow-auto rounded-md bg-sunken px-2.5 py-2 font-mono text-small leading-5 wrap-anywhere whitespace-pre-wrap select-text">
        {revealHidden(subject.command)}
      </pre>
      <p className="mt-1.5 text-small break-all text-ink-3">
        in <span className="font-mono">{revealHidden(subject.cwd)}</span>
        {subject.timeoutMs === null ? '' : ` · at most ${formatDuration(subject.timeoutMs)}`}
        {subject.background ? ' · in the background' : ''}
      </p>
    </div>
  )
}

/** The commands among a task's checks, all of them. */
function ChecksSubject({ run, cwd }: { run: readonly string[]; cwd: string }) {
  return (
    <div className="px-3 py-2">
      <div className="flex max-h-80 flex-col gap-1.5 overflow-auto">
        {run.map((command) => (
          <pre
            key={command}
            className="rounded-md bg-sunken px-2.5 py-2 font-mono text-small leading-5 wrap-anywhere whitespace-pre-wrap select-text"
          >
            {revealHidden(command)}
          </pre>
        ))}
      </div>
      <p className="mt-1.5 text-small break-all text-ink-3">
        in <span className="font-mono">{revealHidden(cwd)}</span>
      </p>
      <p className="mt-1 text-small text-ink-2">
        Its parent wants this checked before the task may finish. If you reject it, the task may finish
        unchecked.
      </p>
    </div>
  )
}

function Code({ text }: { text: string }) {
  return <p className="font-mono text-small break-all select-text">{revealHidden(text)}</p>
}

function Words({ text }: { text: string }) {
  return (
    <div className="px-3.5 py-2.5">
      <Markdown text={text} />
    </div>
  )
}

import { Pencil } from 'lucide-react'
import type { WorkspaceId } from '../../../contract/ids.ts'
import type { ApprovalSubject } from '../../../contract/tool-display.ts'
import { useModes } from '../../state/hooks.ts'
import { Button } from '../../ui/button.tsx'
import { Field, Select, TextArea } from '../../ui/field.tsx'
import { ModeGlyph } from '../../ui/mode-glyph.tsx'
import { TodoItems } from '../../ui/todo-items.tsx'
import { Markdown } from '../markdown/markdown.tsx'
import { CheckList } from '../receipt/check-list.tsx'
import { hasTerms, SubtaskTerms } from '../receipt/subtask-terms.tsx'

/** What a person made of a subtask before letting it start. */
export type SubtaskEdit = { mode: string; message: string }

/** The mode and the whole message of a subtask, which can be changed before it starts. */
export function SubtaskSubject({
  subject,
  workspaceId,
  edit,
  onEdit,
}: {
  subject: Extract<ApprovalSubject, { type: 'subtask' }>
  workspaceId: WorkspaceId
  /** Null while it is as the model wrote it. */
  edit: SubtaskEdit | null
  onEdit: (edit: SubtaskEdit | null) => void
}) {
  const modes = useModes(workspaceId) ?? []
  const { mode, message } = edit ?? subject
  const name = modes.find(({ slug }) => slug === mode)?.name ?? mode
  return (
    <div className="flex flex-col gap-2 px-3.5 py-2.5">
      {edit === null ? (
        <>
          <div className="flex items-center gap-2">
            <span className="inline-flex items-center gap-1.5 rounded-md bg-sunken px-2 py-0.5 text-small">
              <ModeGlyph mode={mode} /> {name}
            </span>
            <span className="flex-1" />
            <Button
              size="small"
              look="quiet"
              icon={<Pencil className="size-3" />}
              onClick={() => onEdit({ mode, message })}
            >
              Change
            </Button>
          </div>
          <div className="max-h-[360px] overflow-auto">
            <Markdown text={message} breaks />
          </div>
        </>
      ) : (
        <>
          <Field label="Mode">
            {(ids) => (
              <Select
                {...ids}
                value={mode}
                onChange={({ target }) => onEdit({ message, mode: target.value })}
              >
                {modes.some(({ slug }) => slug === mode) ? null : <option value={mode}>{mode}</option>}
                {modes.map(({ slug, name }) => (
                  <option key={slug} value={slug}>
                    {name}
                  </option>
                ))}
              </Select>
            )}
          </Field>
          <Field label="Message" hint="The subtask knows nothing but this.">
            {(ids) => (
              <TextArea
                {...ids}
                rows={Math.min(18, message.split('\n').length + 3)}
                value={message}
                onChange={({ target }) => onEdit({ mode, message: target.value })}
              />
            )}
          </Field>
          <Button size="small" look="quiet" className="self-start" onClick={() => onEdit(null)}>
            Back to what was asked
          </Button>
        </>
      )}
      {subject.todos.length > 0 ? <TodoItems items={subject.todos} /> : null}
      {hasTerms(subject) ? (
        <div className="border-t border-line pt-2">
          <SubtaskTerms paths={subject.paths} stopsOthers={subject.stopsOthers} />
        </div>
      ) : null}
      {subject.checks === undefined ? null : (
        <div className="border-t border-line pt-2">
          <p className="mb-1 text-small text-ink-3">
            Checked before it may finish
            {subject.checks.run.length === 0
              ? ''
              : '. If you approve, these commands are run without asking again.'}
          </p>
          <CheckList checks={subject.checks} results={[]} />
        </div>
      )}
    </div>
  )
}

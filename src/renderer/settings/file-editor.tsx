import { Save } from 'lucide-react'
import { type ReactNode, type RefObject, useState } from 'react'
import type { SettingsFile } from '../../contract/settings.ts'
import { useAppState } from '../state/app-state-context.tsx'
import { Button } from '../ui/button.tsx'
import { Kbd } from '../ui/kbd.tsx'
import { CodePane, type CodePaneHandle } from './code-pane.tsx'
import { ProblemList } from './problem-list.tsx'

/** A file of one's own in an editor: where it is, what is to be said of it, its text, and what is wrong with it. */
export function FileEditor({
  editor,
  path,
  text,
  verdict,
  problems,
  dirty,
  failed,
  onChange,
  onSave,
  children,
}: {
  editor: RefObject<CodePaneHandle | null>
  path: string
  /** What it begins with. */
  text: string
  /** How it stands, in a few words. */
  verdict: string
  problems: SettingsFile['problems']
  /** Whether there is something to save. */
  dirty: boolean
  /** What is said when it could not be saved. */
  failed: string
  onChange: (text: string) => void
  /** Writes what stands in the editor now. Rejects with an error for people. */
  onSave: (text: string) => Promise<void>
  /** Stands between the bar and the text. */
  children?: ReactNode
}) {
  const { toasts } = useAppState()
  const [saving, setSaving] = useState(false)
  async function save() {
    setSaving(true)
    try {
      await onSave(editor.current?.text() ?? text)
    } catch (error) {
      toasts.failed(failed, error)
    } finally {
      setSaving(false)
    }
  }
  return (
    <div className="@container flex h-full flex-col bg-surface">
      <div className="flex min-h-10 shrink-0 items-center gap-3 border-b border-line px-3">
        <span
          title={path}
          className="min-w-0 flex-1 truncate text-left text-small text-ink-3 [direction:rtl] @max-md:hidden"
        >
          <bdi>{path}</bdi>
        </span>
        <span role="status" className="min-w-0 truncate text-small text-ink-2 @max-md:flex-1">
          {verdict}
        </span>
        <Button
          size="small"
          look={dirty ? 'primary' : 'plain'}
          busy={saving}
          disabled={!dirty}
          icon={<Save className="size-3.5" />}
          onClick={save}
        >
          {dirty ? 'Save' : 'Saved'}
        </Button>
        <span className="@max-md:hidden">
          <Kbd keys="$mod+KeyS" />
        </span>
      </div>
      {children}
      <div className="min-h-0 flex-1">
        <CodePane
          ref={editor}
          path={path}
          text={text}
          problems={problems}
          onChange={onChange}
          onSave={save}
        />
      </div>
      <ProblemList problems={problems} onGo={(line) => editor.current?.goToLine(line)} />
    </div>
  )
}

import { Save } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import type { ModesFile } from '../../contract/mode.ts'
import { useAppState } from '../state/app-state-context.tsx'
import { Button } from '../ui/button.tsx'
import { Kbd } from '../ui/kbd.tsx'
import { CodePane, type CodePaneHandle } from './code-pane.tsx'
import { modesVerdict } from './modes-verdict.ts'
import { ProblemList } from './problem-list.tsx'

const checkAfterMs = 300

/** The user's own modes file in an editor that is checked as one types. */
export function UserModes({ file }: { file: ModesFile }) {
  const { client, modes, toasts } = useAppState()
  const editor = useRef<CodePaneHandle>(null)
  const [saved, setSaved] = useState(file)
  const [text, setText] = useState(file.text)
  const [checked, setChecked] = useState<Pick<ModesFile, 'modes' | 'problems'>>(file)
  const [saving, setSaving] = useState(false)
  const dirty = text !== saved.text

  useEffect(() => {
    let old = false
    const timer = setTimeout(async () => {
      try {
        const found = await client.modes.check({ text })
        if (!old) setChecked(found)
      } catch {
        // Without a line to the engine the last marks stay; the window says that it is offline.
      }
    }, checkAfterMs)
    return () => {
      old = true
      clearTimeout(timer)
    }
  }, [client, text])

  async function save() {
    setSaving(true)
    try {
      const written = await client.modes.saveUser({ text: editor.current?.text() ?? text })
      setSaved(written)
      setChecked(written)
      modes.reloadAll()
      toasts.show({
        tone: written.problems.some(({ severity }) => severity === 'error') ? 'info' : 'done',
        title: `Saved: ${modesVerdict(written)}`,
      })
    } catch (error) {
      toasts.failed('The modes could not be saved', error)
    } finally {
      setSaving(false)
    }
  }

  return (
    <div className="@container flex h-full flex-col">
      <div className="flex h-10 shrink-0 items-center gap-3 border-b border-line px-3">
        <span
          title={file.path}
          className="min-w-0 flex-1 truncate text-small text-ink-3 [direction:rtl] text-left @max-md:hidden"
        >
          <bdi>{file.path}</bdi>
        </span>
        <span role="status" className="min-w-0 truncate text-small text-ink-2 @max-md:flex-1">
          {modesVerdict(checked)}
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
      <div className="min-h-0 flex-1">
        <CodePane
          ref={editor}
          path={file.path}
          text={file.text}
          problems={checked.problems}
          onChange={setText}
          onSave={save}
        />
      </div>
      <ProblemList problems={checked.problems} onGo={(line) => editor.current?.goToLine(line)} />
    </div>
  )
}

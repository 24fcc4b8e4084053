import { useRef, useState } from 'react'
import type { ModesFile } from '../../contract/mode.ts'
import { useAppState } from '../state/app-state-context.tsx'
import type { CodePaneHandle } from './code-pane.tsx'
import { FileEditor } from './file-editor.tsx'
import { modesVerdict } from './modes-verdict.ts'
import { useCheck } from './use-check.ts'

/** The user's own modes file in an editor that is checked as one types. */
export function UserModes({ file }: { file: ModesFile }) {
  const { client, modes, toasts } = useAppState()
  const editor = useRef<CodePaneHandle>(null)
  const [saved, setSaved] = useState(file)
  const [text, setText] = useState(file.text)
  const [checked, setChecked] = useState<Pick<ModesFile, 'modes' | 'problems'>>(file)
  const dirty = text !== saved.text

  useCheck(text, (typed) => client.modes.check({ text: typed }), setChecked)

  async function save(typed: string) {
    const written = await client.modes.saveUser({ text: typed })
    setSaved(written)
    setChecked(written)
    modes.reloadAll()
    toasts.show({
      tone: written.problems.some(({ severity }) => severity === 'error') ? 'info' : 'done',
      title: `Saved: ${modesVerdict(written)}`,
    })
  }

  return (
    <FileEditor
      editor={editor}
      path={file.path}
      text={file.text}
      verdict={modesVerdict(checked)}
      problems={checked.problems}
      dirty={dirty}
      failed="The modes could not be saved"
      onChange={setText}
      onSave={save}
    />
  )
}

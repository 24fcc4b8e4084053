import { type Ref, useEffect, useImperativeHandle, useRef } from 'react'
import { useLatest } from '../state/hooks.ts'
import { type CodeEditor, createCodeEditor, isYaml } from './code-editor.ts'
import type { FileProblem } from './problem-list.tsx'

/** What a parent may do with the editor. */
export type CodePaneHandle = Pick<CodeEditor, 'text' | 'setText' | 'goToLine'>

/** A file's text in an editor. `text` is where it begins; the person's own changes are told to `onChange`. */
export function CodePane({
  path,
  text,
  problems,
  readOnly = false,
  onChange,
  onSave,
  ref,
}: {
  path: string
  text: string
  problems: readonly FileProblem[]
  readOnly?: boolean
  onChange?: (text: string) => void
  /** Called on Ctrl+S or Cmd+S. */
  onSave?: () => void
  ref?: Ref<CodePaneHandle>
}) {
  const element = useRef<HTMLDivElement>(null)
  const editor = useRef<CodeEditor | null>(null)
  const latestOnChange = useLatest(onChange)
  const latestOnSave = useLatest(onSave)
  const first = useRef(text)
  const yaml = isYaml(path, first.current)

  useEffect(() => {
    if (element.current === null) return
    const made = createCodeEditor(element.current, {
      text: first.current,
      yaml,
      label: path,
      readOnly,
      onChange: () => {
        first.current = made.text()
        latestOnChange.current?.(made.text())
      },
      onSave: () => latestOnSave.current?.(),
    })
    editor.current = made
    return () => {
      editor.current = null
      made.dispose()
    }
  }, [yaml, path, readOnly, latestOnChange, latestOnSave])

  useEffect(() => editor.current?.mark(problems), [problems])

  useImperativeHandle(ref, () => ({
    text: () => editor.current?.text() ?? first.current,
    setText: (next) => editor.current?.setText(next),
    goToLine: (line) => editor.current?.goToLine(line),
  }))

  return <div ref={element} className="h-full min-h-0 overflow-hidden" />
}

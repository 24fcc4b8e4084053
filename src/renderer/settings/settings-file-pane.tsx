import { useCallback, useEffect, useRef, useState } from 'react'
import { useStore } from 'zustand'
import type { SettingsFile } from '../../contract/settings.ts'
import { errorText } from '../connection/error-text.ts'
import { useAppState } from '../state/app-state-context.tsx'
import { useOnline } from '../state/hooks.ts'
import { Button } from '../ui/button.tsx'
import { ErrorState } from '../ui/error-state.tsx'
import { Spinner } from '../ui/spinner.tsx'
import type { CodePaneHandle } from './code-pane.tsx'
import { FileEditor } from './file-editor.tsx'
import { useCheck } from './use-check.ts'

/** settings.json in an editor that is checked as one types, and that takes over what is written elsewhere. */
export function SettingsFilePane() {
  const { client } = useAppState()
  const online = useOnline()
  const [file, setFile] = useState<SettingsFile | null>(null)
  const [error, setError] = useState<string | null>(null)
  const load = useCallback(async () => {
    try {
      setFile(await client.settings.file())
      setError(null)
    } catch (reason) {
      setError(errorText(reason))
    }
  }, [client])
  useEffect(() => {
    if (online) void load()
  }, [load, online])
  if (file !== null) return <Editor file={file} />
  return error === null ? (
    <div className="flex h-full items-center justify-center text-ink-3">
      <Spinner label="Loading the settings" />
    </div>
  ) : (
    <ErrorState title="The settings could not be read" message={error} onRetry={load} />
  )
}

function Editor({ file }: { file: SettingsFile }) {
  const { client, settings, toasts } = useAppState()
  const editor = useRef<CodePaneHandle>(null)
  const [saved, setSaved] = useState(file.text)
  const [text, setText] = useState(file.text)
  const [problems, setProblems] = useState(file.problems)
  const [elsewhere, setElsewhere] = useState<string | null>(null)
  const dirty = text !== saved
  const state = useStore(settings)

  // Whatever changes the file, here or outside, comes by this way.
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is typed meanwhile is no reason to look again
  useEffect(() => {
    let old = false
    client.settings.file().then(
      (now) => {
        if (old || now.text === saved) return
        if (editor.current?.text() === saved) takeOver(now.text)
        else setElsewhere(now.text)
      },
      () => {
        // What is shown stays; the window says that it is offline, and what is saved says what is wrong.
      },
    )
    return () => {
      old = true
    }
  }, [state])

  useCheck(
    text,
    (typed) => client.settings.checkFile({ text: typed }),
    (found) => setProblems(found.problems),
  )

  function takeOver(next: string) {
    setElsewhere(null)
    setSaved(next)
    editor.current?.setText(next)
  }

  async function save(typed: string) {
    const written = await client.settings.saveFile({ text: typed })
    setElsewhere(null)
    setSaved(written.text)
    setProblems(written.problems)
    const errors = written.problems.some(({ severity }) => severity === 'error')
    toasts.show({ tone: errors ? 'info' : 'done', title: errors ? 'Saved, with faults' : 'Saved' })
  }

  return (
    <FileEditor
      editor={editor}
      path={file.path}
      text={file.text}
      verdict={verdict(problems)}
      problems={problems}
      dirty={dirty}
      failed="The settings could not be saved"
      onChange={setText}
      onSave={save}
    >
      {elsewhere === null ? null : (
        <div
          role="alert"
          className="flex shrink-0 flex-wrap items-center gap-3 bg-approval-soft px-3 py-1.5 text-approval-ink"
        >
          <span className="min-w-40 flex-1">
            The file was changed elsewhere while you were writing. Saving puts your text in its place.
          </span>
          <Button size="small" onClick={() => takeOver(elsewhere)}>
            Load what is there
          </Button>
        </div>
      )}
    </FileEditor>
  )
}

function verdict(problems: SettingsFile['problems']): string {
  const errors = problems.filter(({ severity }) => severity === 'error').length
  const warnings = problems.length - errors
  const parts = [
    errors > 0 && (errors === 1 ? '1 problem' : `${errors} problems`),
    warnings > 0 && (warnings === 1 ? '1 warning' : `${warnings} warnings`),
  ].filter((part) => part !== false)
  return parts.length === 0 ? 'No problems' : parts.join(', ')
}

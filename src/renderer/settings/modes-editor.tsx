import { Tabs } from 'radix-ui'
import { useCallback, useEffect, useState } from 'react'
import type { ModesFile } from '../../contract/mode.ts'
import { errorText } from '../connection/error-text.ts'
import { useAppState } from '../state/app-state-context.tsx'
import { useOnline, useWorkspaceId } from '../state/hooks.ts'
import { ErrorState } from '../ui/error-state.tsx'
import { Spinner } from '../ui/spinner.tsx'
import { CodePane } from './code-pane.tsx'
import { ModesInForce } from './modes-in-force.tsx'
import { UserModes } from './user-modes.tsx'

const trigger =
  '-mb-px flex items-center border-b-2 border-transparent px-2.5 text-ink-2 outline-offset-[-2px] hover:text-ink ' +
  'data-[state=active]:border-accent-strong data-[state=active]:font-medium data-[state=active]:text-ink'

/** “Edit Global Modes”: the user's own modes, the project's to look at, and which modes are in force. */
export function ModesEditor() {
  const { client } = useAppState()
  const workspaceId = useWorkspaceId()
  const online = useOnline()
  const [files, setFiles] = useState<ModesFile[] | null>(null)
  const [error, setError] = useState<string | null>(null)

  const load = useCallback(async () => {
    try {
      setFiles(await client.modes.files({ workspaceId }))
      setError(null)
    } catch (reason) {
      setError(errorText(reason))
    }
  }, [client, workspaceId])
  useEffect(() => {
    if (online) void load()
  }, [load, online])

  if (files === null) {
    return error === null ? (
      <div className="flex h-full items-center justify-center text-ink-3">
        <Spinner label="Loading modes" />
      </div>
    ) : (
      <ErrorState title="The modes could not be read" message={error} onRetry={load} />
    )
  }
  const own = files.find((file) => file.source === 'user')
  const project = files.filter((file) => file.source === 'project' && file.exists)
  return (
    <Tabs.Root defaultValue="own" className="flex h-full flex-col bg-surface">
      <Tabs.List
        aria-label="Modes"
        className="flex h-10 shrink-0 items-stretch overflow-x-auto overflow-y-hidden border-b border-line px-2 whitespace-nowrap [scrollbar-width:none]"
      >
        <Tabs.Trigger value="own" className={trigger}>
          Global modes
        </Tabs.Trigger>
        {project.map((file) => (
          <Tabs.Trigger key={file.path} value={file.path} title={file.path} className={trigger}>
            {file.path.split(/[\\/]/).at(-1)}
            <span className="ml-1.5 text-small font-normal text-ink-3">project, read only</span>
          </Tabs.Trigger>
        ))}
        <Tabs.Trigger value="in-force" className={trigger}>
          In force
        </Tabs.Trigger>
      </Tabs.List>
      {own === undefined ? null : (
        <Tabs.Content value="own" forceMount className="min-h-0 flex-1 data-[state=inactive]:hidden">
          <UserModes key={own.path} file={own} />
        </Tabs.Content>
      )}
      {project.map((file) => (
        <Tabs.Content key={file.path} value={file.path} className="min-h-0 flex-1">
          <CodePane path={file.path} text={file.text} problems={file.problems} readOnly />
        </Tabs.Content>
      ))}
      <Tabs.Content value="in-force" className="min-h-0 flex-1 overflow-y-auto">
        <ModesInForce workspaceId={workspaceId} />
      </Tabs.Content>
    </Tabs.Root>
  )
}

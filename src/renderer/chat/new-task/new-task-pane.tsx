import { FolderOpen, GitBranch } from 'lucide-react'
import { useRef } from 'react'
import type { WorkspaceId } from '../../../contract/ids.ts'
import { useProviders, useWorkspace } from '../../state/hooks.ts'
import { useDraft } from '../composer/use-draft.ts'
import { Examples } from './examples.tsx'
import { MissingProvider } from './missing-provider.tsx'
import { NewTaskComposer } from './new-task-composer.tsx'

/** The hero composer in which a new task begins. */
export function NewTaskPane({ workspaceId }: { workspaceId: WorkspaceId }) {
  const draft = useDraft(`new:${workspaceId}`)
  const field = useRef<HTMLTextAreaElement>(null)
  const providers = useProviders()
  const hasProvider = providers !== null && providers.length > 0
  return (
    <div className="@container flex h-full min-h-0 flex-col overflow-y-auto bg-surface">
      <div className="m-auto flex w-full max-w-[776px] flex-col px-4 py-6 @xl:px-6 @xl:py-10">
        <h2 className="text-center text-hero font-semibold tracking-[-0.01em]">What should be done?</h2>
        <Place workspaceId={workspaceId} />
        {providers !== null && !hasProvider ? <MissingProvider /> : null}
        <NewTaskComposer workspaceId={workspaceId} draft={draft} field={field} />
        {/* They leave, but not their room: what one types into must not move. */}
        <div className={draft.text === '' ? undefined : 'invisible'}>
          <Examples
            onChoose={(text) => {
              draft.setText(text)
              field.current?.focus()
            }}
          />
        </div>
      </div>
    </div>
  )
}

function Place({ workspaceId }: { workspaceId: WorkspaceId }) {
  const workspace = useWorkspace(workspaceId)
  if (workspace === undefined) return <div className="mt-1 mb-6 h-5" />
  const { name, path, branch } = workspace
  return (
    <p className="mt-1 mb-6 flex items-center justify-center gap-3 text-ink-2">
      <span className="inline-flex items-center gap-1.5" title={path}>
        <FolderOpen aria-hidden className="size-3.5 text-ink-3" />
        {name}
      </span>
      {branch === null ? null : (
        <span className="inline-flex items-center gap-1.5" title="The branch that is checked out">
          <GitBranch aria-hidden className="size-3.5 text-ink-3" />
          {branch}
        </span>
      )}
    </p>
  )
}

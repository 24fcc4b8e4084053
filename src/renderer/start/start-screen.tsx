import { Clapperboard } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { useAppState } from '../state/app-state-context.tsx'
import { useProviders, useWorkspace, useWorkspaceId } from '../state/hooks.ts'
import { enterWorkspace, openDemo } from '../state/open-workspace.ts'
import { Button } from '../ui/button.tsx'
import { classNames } from '../ui/class-names.ts'
import { FolderChooser } from './folder-chooser.tsx'
import { Logo } from './logo.tsx'
import { ModelChooser } from './model-chooser.tsx'
import { RecentWorkspaces } from './recent-workspaces.tsx'

/** The first screen: a folder, a model, or the demo. With both it gives way to the workspace. */
export function StartScreen() {
  const app = useAppState()
  const workspaceId = useWorkspaceId()
  const workspace = useWorkspace(workspaceId)
  const hasModel = useProviders()?.some(({ isDefault }) => isDefault) ?? false
  return (
    <main className="h-full overflow-y-auto bg-surface">
      <div className="mx-auto flex min-h-full max-w-[860px] flex-col justify-center gap-7 px-8 py-10">
        <header className="flex items-center gap-4">
          <Logo />
          <div>
            <h1 className="text-hero font-semibold tracking-tight">Treeline</h1>
            <p className="text-title text-ink-2">A coding task that becomes a tree of smaller ones.</p>
          </div>
        </header>
        <div className="grid grid-cols-2 items-start gap-5 max-[760px]:grid-cols-1">
          <Step number={1} title="Open a folder" done={workspace !== undefined}>
            {workspace === undefined ? (
              <>
                <FolderChooser />
                <RecentWorkspaces />
              </>
            ) : (
              <p className="flex items-center gap-3">
                <span title={workspace.path} className="min-w-0 flex-1 truncate">
                  {workspace.path}
                </span>
                <Button size="small" look="quiet" onClick={() => enterWorkspace(app, null)}>
                  Change
                </Button>
              </p>
            )}
          </Step>
          <Step number={2} title="Choose a model" done={hasModel}>
            <ModelChooser />
          </Step>
        </div>
        <DemoOffer />
      </div>
    </main>
  )
}

function Step({
  number,
  title,
  done,
  children,
}: {
  number: number
  title: string
  done: boolean
  children: ReactNode
}) {
  return (
    <section
      aria-label={title}
      className="flex flex-col gap-3 rounded-xl border border-line bg-raised p-5 shadow-low"
    >
      <h2 className="flex items-center gap-2.5 text-title font-semibold">
        <span
          aria-hidden
          className={classNames(
            'flex size-5.5 items-center justify-center rounded-full text-small font-semibold',
            done ? 'bg-accent-strong text-on-accent' : 'bg-accent-soft text-accent',
          )}
        >
          {done ? '✓' : number}
        </span>
        {title}
      </h2>
      {children}
    </section>
  )
}

function DemoOffer() {
  const app = useAppState()
  const [busy, setBusy] = useState(false)
  const open = async () => {
    setBusy(true)
    try {
      await openDemo(app)
    } catch (error) {
      app.toasts.failed('The demo could not be opened', error)
    } finally {
      setBusy(false)
    }
  }
  return (
    <div className="flex items-center gap-4 rounded-xl border border-dashed border-line-strong px-5 py-3.5">
      <Clapperboard aria-hidden className="size-5 shrink-0 text-ink-3" />
      <p className="min-w-0 flex-1 text-ink-2">
        <span className="font-semibold text-ink">Only looking?</span> The demo opens a small sample project
        and plays a script in place of a model: the same answers every time, no key, no network.
      </p>
      <Button busy={busy} onClick={open}>
        Try the demo
      </Button>
    </div>
  )
}

import { useEffect, useState } from 'react'
import { useStore } from 'zustand'
import { SeenCards } from '../chat/seen-cards.tsx'
import { useAppState } from '../state/app-state-context.tsx'
import { countWaiting } from '../state/tree-index.ts'
import { classNames } from '../ui/class-names.ts'
import { Spinner } from '../ui/spinner.tsx'
import { InboxList } from './inbox-list.tsx'
import { createInboxSource, type InboxSource } from './inbox-source.ts'
import { NothingWaits } from './nothing-waits.tsx'

/** Everything that waits for a person, in all trees, answered in place. */
export function InboxPane() {
  const source = useInboxSource()
  return (
    <section
      aria-label="What waits for you"
      className="@container/chat flex h-full min-h-0 min-w-0 flex-col bg-surface"
    >
      {source === null ? <Loading /> : <Loaded source={source} />}
    </section>
  )
}

function useInboxSource(): InboxSource | null {
  const app = useAppState()
  const [source, setSource] = useState<InboxSource | null>(null)
  useEffect(() => {
    const made = createInboxSource(app)
    setSource(made)
    return made.dispose
  }, [app])
  return source
}

function Loaded({ source }: { source: InboxSource }) {
  const ready = useStore(source.store, (state) => state.ready)
  const nothing = useStore(source.store, (state) => state.trees.length === 0)
  if (!ready) return <Loading />
  return (
    <>
      <Heading source={source} />
      {nothing ? (
        <NothingWaits />
      ) : (
        <SeenCards>
          <InboxList source={source} />
        </SeenCards>
      )}
    </>
  )
}

/** How many tasks wait, in how many trees: the number of the strip above the task list. */
function Heading({ source }: { source: InboxSource }) {
  const { tree } = useAppState()
  const tasks = useStore(tree.store, (state) => countWaiting(state.tasks.values()))
  const trees = useStore(source.store, (state) => state.trees.length)
  return (
    <header className="flex h-10 shrink-0 items-center gap-2 border-b border-line px-3.5">
      <h2 className="font-semibold">Inbox</h2>
      <p
        role="status"
        className={classNames('tabular min-w-0 truncate text-small text-ink-2', tasks === 0 && 'sr-only')}
      >
        {tasks === 0
          ? 'Nothing waits for you'
          : `${tasks === 1 ? '1 task waits' : `${tasks} tasks wait`} for you${trees > 1 ? ` in ${trees} trees` : ''}`}
      </p>
    </header>
  )
}

function Loading() {
  return (
    <div className="flex min-h-0 flex-1 items-center justify-center text-ink-3">
      <Spinner label="Loading what waits for you" size={18} />
    </div>
  )
}

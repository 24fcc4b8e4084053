import { createStore, type StoreApi } from 'zustand/vanilla'
import type { TaskId, WorkspaceId } from '../../contract/ids.ts'
import type { FoundTask, SearchPage } from '../../contract/search.ts'
import type { TaskStatus } from '../../contract/task-status.ts'
import type { Client } from '../connection/connection.ts'
import { errorText } from '../connection/error-text.ts'
import type { AppState } from '../state/app-state.ts'

/** What a person looks for. */
export type Wish = {
  text: string
  workspaceId: WorkspaceId | null
  mode: string | null
  status: TaskStatus | null
}

/** What is looked for and what was found. `page` is of an earlier wish while `busy`; null before the first answer. */
export type SearchState = {
  wish: Wish
  page: SearchPage | null
  /** The text that `page` answers. */
  answered: string
  busy: boolean
  error: string | null
  /** Counts requests to put the cursor into the field. */
  asked: number
}

/** The search of a window: it stays while its tab is closed. */
export type SearchSource = {
  store: StoreApi<SearchState>
  /** Looks for something else, once the person pauses. */
  wish: (change: Partial<Wish>) => void
  retry: () => void
  /** Adds the next page. */
  more: () => Promise<void>
  /** Shows all places of a task. */
  wholeTask: (taskId: TaskId) => Promise<void>
  /** Puts the cursor into the field, once it is there. */
  ask: () => void
}

/** Between two letters of a word as most people type it, in milliseconds. */
const pauseMs = 120
/** While not everything is taken in yet, it is asked again after so many milliseconds. */
const againMs = 700

const noWish: Wish = { text: '', workspaceId: null, mode: null, status: null }

const sources = new WeakMap<AppState, SearchSource>()

/** The search of this page. */
export function searchIn(app: AppState): SearchSource {
  const known = sources.get(app) ?? createSearchSource(app.client)
  sources.set(app, known)
  return known
}

/** Begins with nothing looked for. */
export function createSearchSource(client: Pick<Client, 'search'>): SearchSource {
  const store = createStore<SearchState>(() => ({
    ...{ wish: noWish, page: null, answered: '', busy: false, error: null, asked: 0 },
  }))
  const { getState, setState } = store
  let timer: ReturnType<typeof setTimeout> | undefined
  let running = new AbortController()

  const order = () => {
    const { text, status, ...rest } = getState().wish
    return { text, ...rest, statuses: status === null ? [] : [status], typing: true }
  }

  function later(ms: number): void {
    clearTimeout(timer)
    running.abort()
    timer = setTimeout(() => void ask(), ms)
  }

  async function ask(): Promise<void> {
    running = new AbortController()
    const { signal } = running
    const { text } = getState().wish
    try {
      const page = await client.search.query(order(), { signal })
      if (signal.aborted) return
      setState({ page, answered: text, busy: false, error: null })
      if (page.indexed.done < page.indexed.of && page.indexed.problem === null) later(againMs)
    } catch (error) {
      if (!signal.aborted) setState({ busy: false, error: errorText(error) })
    }
  }

  /** Asks for something beside the page that is shown, and changes that if it is shown still. */
  async function add(
    more: { cursor?: string | null; taskId?: TaskId },
    join: (page: SearchPage, got: SearchPage) => SearchPage,
  ): Promise<void> {
    const { page } = getState()
    const got = await client.search.query({ ...order(), ...more })
    if (page !== null && getState().page === page) setState({ page: join(page, got) })
  }

  return {
    store,
    wish(change) {
      const wish = { ...getState().wish, ...change }
      clearTimeout(timer)
      running.abort()
      if (wish.text.trim() === '') setState({ wish, page: null, answered: '', busy: false, error: null })
      else {
        setState({ wish, busy: true })
        later(pauseMs)
      }
    },
    retry() {
      setState({ busy: true, error: null })
      later(0)
    },
    more: () =>
      add({ cursor: getState().page?.next ?? null }, (page, got) => {
        const shown = new Set(page.tasks.map(({ id }) => id))
        const tasks = [...page.tasks, ...got.tasks.filter(({ id }) => !shown.has(id))]
        return { ...page, tasks, next: got.next }
      }),
    wholeTask: (taskId) =>
      add({ taskId }, (page, got) => {
        const whole = (task: FoundTask) => got.tasks.find(({ id }) => id === task.id) ?? { ...task, more: 0 }
        return { ...page, tasks: page.tasks.map((task) => (task.id === taskId ? whole(task) : task)) }
      }),
    ask: () => setState({ asked: getState().asked + 1 }),
  }
}

import { createStore, type StoreApi } from 'zustand/vanilla'
import { errorText } from '../connection/error-text.ts'

/** Something that is fetched: the last value stays while a newer one is on its way. */
export type ResourceState<T> = {
  status: 'loading' | 'ready' | 'failed'
  value: T | null
  error: string | null
}

/** A value of the engine's that this page keeps a copy of. */
export type Resource<T> = {
  store: StoreApi<ResourceState<T>>
  /** Fetches it. Never rejects: a failure is a state. Of several at once the last asked wins. */
  reload: () => Promise<void>
  /** Takes a value that a command returned, in place of fetching it. */
  set: (value: T) => void
}

/** Fetches nothing until `reload` is called. */
export function createResource<T>(load: () => Promise<T>): Resource<T> {
  const store = createStore<ResourceState<T>>(() => ({ status: 'loading', value: null, error: null }))
  let asked = 0
  return {
    store,
    reload: async () => {
      asked += 1
      const mine = asked
      try {
        const value = await load()
        if (mine === asked) store.setState({ status: 'ready', value, error: null }, true)
      } catch (error) {
        if (mine === asked) store.setState({ status: 'failed', error: errorText(error) })
      }
    },
    set: (value) => {
      asked += 1
      store.setState({ status: 'ready', value, error: null }, true)
    },
  }
}

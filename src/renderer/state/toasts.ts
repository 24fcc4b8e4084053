import { createStore, type StoreApi } from 'zustand/vanilla'
import { errorText } from '../connection/error-text.ts'
import type { ToastMessage } from '../ui/toast.tsx'

/** Short words at the lower right. */
export type Toasts = {
  store: StoreApi<readonly ToastMessage[]>
  show: (message: Omit<ToastMessage, 'id'>) => void
  /** Shows what a call threw, under a title that says what could not be done. */
  failed: (title: string, error: unknown) => void
  close: (id: string) => void
}

const most = 4

/** Keeps the last four. */
export function createToasts(): Toasts {
  const store = createStore<readonly ToastMessage[]>(() => [])
  let count = 0
  const show: Toasts['show'] = (message) => {
    count += 1
    store.setState([...store.getState(), { ...message, id: `${count}` }].slice(-most), true)
  }
  return {
    store,
    show,
    failed: (title, error) => show({ tone: 'failed', title, detail: errorText(error) }),
    close: (id) =>
      store.setState(
        store.getState().filter((toast) => toast.id !== id),
        true,
      ),
  }
}

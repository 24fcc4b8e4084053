import { onTestFinished } from 'vitest'
import { openStore } from '../store/open-store.ts'
import type { Store } from '../store/store.ts'
import { temporaryFolder } from './temporary-folder.ts'

/** A store in a folder of its own; both go when the test ends. */
export function temporaryStore(): { folder: string; store: Store } {
  const folder = temporaryFolder()
  return { folder, store: openStoreForTest(folder) }
}

/** The store of a folder, closed when the test ends. */
export function openStoreForTest(folder: string, readonly = false): Store {
  const store = openStore({ folder, readonly })
  onTestFinished(() => store.dispose())
  return store
}

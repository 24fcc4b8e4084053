import { safeStorage } from 'electron'
import type { Sealing } from './sealed-secrets.ts'

/**
 * The system's keyring as Electron reaches it, or null where it has none. On Linux without a known desktop
 * Electron would "encrypt" with a password that is in its source, which is worse than saying that the keys
 * lie in a file. After Electron is ready.
 */
export function findSealing(): Sealing | null {
  if (process.platform !== 'linux') return safeStorage
  return ['basic_text', 'unknown'].includes(safeStorage.getSelectedStorageBackend()) ? null : safeStorage
}

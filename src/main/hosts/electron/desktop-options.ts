import { parseArgs } from 'node:util'
import { AppError } from '../../../contract/app-error.ts'

/** What the desktop host was told on its command line. */
export type DesktopOptions = {
  /** The data folder that was asked for, as it was written. */
  data: string | undefined
}

/**
 * Reads the desktop host's arguments. Electron's and Chromium's own switches stand among them, so what is
 * unknown is passed over. Throws AppError `bad_request` when `--data` names no folder.
 */
export function parseDesktopOptions(argv: readonly string[]): DesktopOptions {
  const { values } = parseArgs({ args: [...argv], options: { data: { type: 'string' } }, strict: false })
  const { data } = values
  if (data === undefined) return { data }
  if (typeof data !== 'string' || data === '' || data.startsWith('-')) {
    throw new AppError('bad_request', '--data takes a folder: --data /path/to/folder.')
  }
  return { data }
}

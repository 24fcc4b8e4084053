import { shell } from 'electron'
import { AppError } from '../../../contract/app-error.ts'
import { externalLink } from './external-link.ts'

/**
 * Opens a link in the system's program for it. Rejects with AppError `not_allowed` for anything but http,
 * https and mailto, and `not_supported_here` when the system has no such program.
 */
export async function openExternal(text: string): Promise<void> {
  const url = externalLink(text)
  if (url === null) {
    throw new AppError('not_allowed', 'Only http, https and mailto links are opened outside Treeline.')
  }
  try {
    await shell.openExternal(url)
  } catch (cause) {
    const message = `The link could not be opened. Open it yourself: ${url}`
    throw new AppError('not_supported_here', message, { cause })
  }
}

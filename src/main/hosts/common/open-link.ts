import { spawn } from 'node:child_process'
import { AppError } from '../../../contract/app-error.ts'

/** Opens a link with the system's own program for it. Rejects with AppError `not_supported_here`. */
export function openLink(url: string, platform: NodeJS.Platform = process.platform): Promise<void> {
  const [command, ...args] =
    platform === 'darwin' ? ['open', url] : platform === 'win32' ? ['explorer.exe', url] : ['xdg-open', url]
  return new Promise((resolve, reject) => {
    const child = spawn(command as string, args, { stdio: 'ignore', detached: true })
    child.once('error', (cause) =>
      reject(
        new AppError('not_supported_here', `The link could not be opened. Open it yourself: ${url}`, {
          cause,
        }),
      ),
    )
    child.once('spawn', () => {
      child.unref()
      resolve()
    })
  })
}

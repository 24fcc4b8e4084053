import { resolve } from 'node:path'
import { createApp } from '../../app.ts'
import type { Platform } from '../../platform.ts'
import { openReader } from '../../reader.ts'
import { backUp, examine, repair, restore } from '../../upkeep.ts'
import { dataFolder } from '../common/data-folder.ts'
import { createFileSecrets } from '../common/file-secrets.ts'
import { openLink } from '../common/open-link.ts'
import { openProcessOutput } from './output.ts'
import { runProgram } from './program.ts'

/**
 * Runs one command of the command line and resolves with its exit code. Tasks that an earlier run left open
 * are left as they are: only `resume` goes on with them.
 */
export function runTerminalHost(
  argv: string[],
  {
    version,
    resourcesFolder,
    serve,
  }: { version: string; resourcesFolder: string; serve(args: string[]): Promise<number> },
): Promise<number> {
  const output = openProcessOutput()
  const platformOver = (data: string | undefined): Platform => {
    const folder = dataFolder(data)
    return {
      host: 'terminal',
      version,
      dataFolder: folder,
      resourcesFolder,
      environment: process.env,
      secrets: createFileSecrets(folder),
      pickFolder: null,
      openTaskWindow: null,
      openExternal: (url) => openLink(url),
      log: (level, message) => {
        if (level !== 'info') output.err(`${level}: ${message}\n`)
      },
    }
  }
  return runProgram(argv, {
    version,
    output,
    openApp: (data) => createApp(platformOver(data), 'leave'),
    openReader: (data) => openReader({ dataFolder: dataFolder(data), resourcesFolder }),
    upkeep: (data) => {
      const folder = dataFolder(data)
      return {
        examine: () => examine(folder),
        repair: () => repair(folder),
        backUp: (file) => backUp(folder, file === undefined ? undefined : resolve(file)),
        restore: (file) => restore(folder, resolve(file)),
      }
    },
    serve,
  })
}

import { homedir } from 'node:os'
import { join, resolve } from 'node:path'

/**
 * Where everything is kept: what was asked for, else `TREELINE_DATA`, else the system's place for an
 * app's data (XDG base directories on Linux). The same for every host, so that all show the same tasks.
 */
export function dataFolder(
  asked: string | undefined,
  environment: Readonly<Record<string, string | undefined>> = process.env,
  platform: NodeJS.Platform = process.platform,
): string {
  const chosen = asked || environment.TREELINE_DATA
  if (chosen) return resolve(chosen)
  if (platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'Treeline')
  if (platform === 'win32')
    return join(environment.APPDATA || join(homedir(), 'AppData', 'Roaming'), 'Treeline')
  return join(environment.XDG_DATA_HOME || join(homedir(), '.local', 'share'), 'treeline')
}

import { accessSync, constants, statSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/** The program that runs a command, and what stands between its name and the command's text. */
export type Shell = { file: string; args: readonly string[] }

const isProgram = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile()
  } catch {
    return false
  }
}

/**
 * Finds bash, else sh, on `path` (as in PATH) and then where systems keep them. `--` comes before the text,
 * so that a command that begins with a dash is a command and no option of the shell. Null when there is
 * neither. On Windows it is PowerShell, which the system finds by itself.
 */
export function findShell(path: string, platform: NodeJS.Platform = process.platform): Shell | null {
  if (platform === 'win32') {
    return { file: 'powershell.exe', args: ['-NoProfile', '-NonInteractive', '-Command'] }
  }
  const folders = [...path.split(delimiter).filter((folder) => folder !== ''), '/bin', '/usr/bin']
  const find = (name: string) => folders.map((folder) => join(folder, name)).find(isProgram)
  const bash = find('bash')
  if (bash) return { file: bash, args: ['--noprofile', '--norc', '-c', '--'] }
  const sh = find('sh')
  return sh ? { file: sh, args: ['-c', '--'] } : null
}

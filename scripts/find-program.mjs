import { accessSync, constants, statSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/**
 * Whether `path` is a file that may be executed.
 * @param {string} path
 */
export function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile()
  } catch {
    return false
  }
}

/**
 * The first of these programs that is on PATH.
 * @param {readonly string[]} names
 * @returns {string | undefined} its absolute path
 */
export function findProgram(names) {
  const suffix = process.platform === 'win32' ? '.exe' : ''
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean)
  for (const name of names) {
    for (const folder of folders) {
      const path = join(folder, name + suffix)
      if (isExecutable(path)) return path
    }
  }
  return undefined
}

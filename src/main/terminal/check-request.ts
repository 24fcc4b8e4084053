import { statSync } from 'node:fs'
import { isAbsolute } from 'node:path'
import type { CommandRequest } from './running-command.ts'

/** Linux takes no single argument longer than this (MAX_ARG_STRLEN in execve(2)); others take more. */
const LONGEST_COMMAND_BYTES = 131_071

/**
 * Says in words what keeps a command from being started, or null. Text with a NUL is refused because the
 * system would run only what stands before it, which is not what was approved.
 */
export function checkRequest({ command, cwd, env = {} }: CommandRequest): string | null {
  if (command.trim() === '') return 'The command is empty.'
  if (command.includes('\0')) return 'The command has a NUL character in it. Write it without.'
  if (Buffer.byteLength(command) > LONGEST_COMMAND_BYTES) {
    return 'The command is longer than 128 KB. Write it to a file and run that.'
  }
  const badName = Object.entries(env).find(
    ([name, value]) => !/^[^=\0]+$/.test(name) || value?.includes('\0'),
  )?.[0]
  if (badName !== undefined) return `The environment variable ${JSON.stringify(badName)} cannot be set.`
  if (!isAbsolute(cwd) || cwd.includes('\0')) {
    return `The folder ${JSON.stringify(cwd)} is not an absolute path.`
  }
  try {
    return statSync(cwd).isDirectory() ? null : `${cwd} is a file. Give a folder to run the command in.`
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    return code === 'ENOENT' || code === 'ENOTDIR'
      ? `The folder ${cwd} does not exist. Create it first, or run the command in another one.`
      : `The folder ${cwd} cannot be entered (${code}).`
  }
}

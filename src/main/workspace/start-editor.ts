import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { accessSync, constants, statSync } from 'node:fs'
import { basename, delimiter, extname, isAbsolute, join } from 'node:path'
import { AppError } from '../../contract/app-error.ts'

/** A program with its arguments, in which `{file}` and `{line}` stand for a place. */
export type EditorCommand = readonly [program: string, ...args: string[]]

type Environment = Readonly<Record<string, string | undefined>>

/** Editors that are looked for, the first that is there counts. How each is told a line is from its own manual. */
const known: readonly EditorCommand[] = [
  ['code', '--goto', '{file}:{line}'],
  ['cursor', '--goto', '{file}:{line}'],
  ['windsurf', '--goto', '{file}:{line}'],
  ['codium', '--goto', '{file}:{line}'],
  ['zed', '{file}:{line}'],
  ['subl', '{file}:{line}'],
  ['idea', '--line', '{line}', '{file}'],
  ['webstorm', '--line', '{line}', '{file}'],
  ['pycharm', '--line', '{line}', '{file}'],
  ['goland', '--line', '{line}', '{file}'],
  ['rider', '--line', '{line}', '{file}'],
  ['gedit', '+{line}', '{file}'],
  ['kate', '--line', '{line}', '{file}'],
]

/** Places of such commands that a desktop app is not told of by its PATH. */
const usual = process.platform === 'win32' ? [] : ['/usr/local/bin', '/opt/homebrew/bin', '/usr/bin', '/bin']

/** What the system opens texts with, where no editor is found. A program must never be started by being opened. */
const openers: Partial<Record<NodeJS.Platform, EditorCommand>> = {
  darwin: ['open', '-t', '{file}'],
  win32: ['notepad.exe', '{file}'],
  linux: ['xdg-open', '{file}'],
}

/**
 * The command that opens files: the person's own, else the first known one that is installed, else the system's.
 * Throws AppError `not_found` in words when there is none.
 */
export function findEditor(own: EditorCommand | null, environment: Environment): EditorCommand {
  if (own !== null) return own
  for (const [name, ...args] of known) {
    const program = findProgram(name, environment)
    if (program !== null) return [program, ...args]
  }
  const opener = openers[process.platform]
  const program = opener === undefined ? null : findProgram(opener[0], environment)
  if (opener === undefined || program === null) {
    const words =
      'No editor was found on this machine. Name yours in settings.json, as in "editor": ["code", "--goto", "{file}:{line}"].'
    throw new AppError('not_found', words)
  }
  return [program, ...opener.slice(1)]
}

/**
 * Starts an editor on a line of a file, without a shell, and does not wait for its end. Returns its name. Rejects
 * with AppError in words where it cannot be started, and for a program that would be run by being opened.
 */
export async function startEditor(
  command: EditorCommand,
  { file, line, environment }: { file: string; line: number; environment: Environment },
): Promise<string> {
  const [program, ...args] = command
  const name = basename(program, '.exe')
  if (name === 'xdg-open') refuseProgram(file)
  const filled = args.map((arg) =>
    arg.replace(/\{(file|line)\}/g, (_, what) => (what === 'file' ? file : `${line}`)),
  )
  const named = args.some((arg) => arg.includes('{file}')) ? filled : [...filled, file]
  const { ELECTRON_RUN_AS_NODE: _, ...env } = environment
  const child = spawn(program, named, {
    detached: true,
    stdio: 'ignore',
    shell: false,
    env,
    windowsHide: true,
  })
  try {
    await once(child, 'spawn')
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    const words = `The editor ${program} could not be started: ${reason}. See "editor" in settings.json.`
    throw new AppError('bad_request', words, { cause })
  }
  // How it ends is its own affair.
  child.on('error', () => {})
  child.unref()
  return name
}

/** `xdg-open` goes by what a file is, and starts what can be started. */
function refuseProgram(file: string): void {
  const executable = (statSync(file).mode & 0o111) !== 0
  if (!executable && !['.desktop', '.appimage', '.jar'].includes(extname(file).toLowerCase())) return
  const words = `${file} is a program, which the system might run instead of showing it. Name an editor in settings.json, as in "editor": ["code", "--goto", "{file}:{line}"].`
  throw new AppError('not_allowed', words)
}

/** The absolute place of a program. Names in PATH that are no absolute folders do not count. */
function findProgram(name: string, environment: Environment): string | null {
  const path = environment.PATH ?? environment.Path ?? ''
  const folders = [...path.split(delimiter), ...usual].filter((folder) => isAbsolute(folder))
  const file = process.platform === 'win32' && extname(name) === '' ? `${name}.exe` : name
  for (const folder of folders) {
    const program = join(folder, file)
    try {
      accessSync(program, constants.X_OK)
      if (statSync(program).isFile()) return program
    } catch {
      // Not here.
    }
  }
  return null
}

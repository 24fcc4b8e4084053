import { existsSync, rmSync } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { constants } from 'node:os'
import { join } from 'node:path'
import type { Shell } from './find-shell.ts'

/**
 * Runs a command and notes how it ended, so that this is known also when nobody is there to be told. It outlives
 * the signals that end the command. `$1` is the file for the note, `$2` one whose presence says that commands
 * are being ended from without; then comes the program. What a shell says of a killed program is kept out of
 * the terminal. It ends as the command did: with its exit code, or by the same signal; those from 145 to 150
 * would stop it instead.
 */
const SCRIPT = `
note=$1 cut=$2
shift 2
trap : HUP INT QUIT TERM
exec 3>&2 2>/dev/null
(exec 2>&3 3>&-; exec "$@")
code=$?
word=
[ -e "$cut" ] && word=' cut'
echo "$code$word" >"$note"
case $code in 129|13?|14[0-4]|15[1-9]|16?|17?|18?|19[0-2])
  ulimit -c 0
  trap - HUP INT QUIT TERM
  kill -"$((code - 128))" $$
esac
exit "$code"
`

/** What a command's note says: its exit code as shells give it, and whether it was ended from without. */
export type ExitNote = { code: number; cut: boolean; at: number }

/** The file in which a command's shell notes how it ended. */
export const notePath = (folder: string, commandId: string): string => join(folder, `${commandId}.exit`)

/** The file whose presence says that the commands whose ids begin so are being ended. */
export const cutPath = (folder: string, prefix: string): string => join(folder, `${prefix}cut`)

/**
 * The program and arguments that run `command` in `shell` and note its end. Only the shell itself where there
 * is no `/bin/sh` (Windows).
 */
export function notedCommand(
  shell: Shell,
  command: string,
  paths: { note: string; cut: string },
): { file: string; args: string[] } {
  const plain = { file: shell.file, args: [...shell.args, command] }
  if (process.platform === 'win32' || !existsSync('/bin/sh')) return plain
  return {
    file: '/bin/sh',
    args: ['-c', SCRIPT, 'treeline', paths.note, paths.cut, plain.file, ...plain.args],
  }
}

/** Reads a command's note. Null when there is none, or none that was written whole. */
export async function readNote(folder: string, commandId: string): Promise<ExitNote | null> {
  try {
    const path = notePath(folder, commandId)
    const [text, { mtimeMs }] = await Promise.all([readFile(path, 'utf8'), stat(path)])
    const [, code, cut] = /^(\d{1,3})( cut)?\n$/.exec(text) ?? []
    return code === undefined ? null : { code: Number(code), cut: cut !== undefined, at: mtimeMs }
  } catch {
    return null
  }
}

/** Removes a note that is of no more use. */
export function removeNote(folder: string, commandId: string): void {
  try {
    rmSync(notePath(folder, commandId), { force: true })
  } catch {
    // It is in nobody's way, and goes with the command's other files.
  }
}

/** Signals that end no process: a code that looks like one of them is a program's own. */
const HARMLESS = new Set(['STOP', 'TSTP', 'TTIN', 'TTOU', 'CHLD', 'CONT', 'URG', 'WINCH'])

/** How a command ended that a shell gives this code for: by itself, or by a signal. */
export function endOfCode(
  code: number,
): { status: 'exited'; exitCode: number } | { status: 'signalled'; signal: string } {
  const signal = Object.entries(constants.signals).find(([, number]) => number === code - 128)?.[0]
  return signal !== undefined && !HARMLESS.has(signal.slice(3))
    ? { status: 'signalled', signal }
    : { status: 'exited', exitCode: code }
}

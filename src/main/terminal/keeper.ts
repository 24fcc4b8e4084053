import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'

/**
 * Waits for a line that says that all is in order. When its input ends without one, the app is gone: then it
 * writes what the terminal still holds behind what the app has written, until the command has ended, ten seconds
 * at most, and says by a file that nothing is missing. The terminal is file 3; reading it never waits, so
 * that `dd` stops where there is nothing more for now, and says so in other words than at the end.
 */
const SCRIPT = `
read -r word && exit 0
log=$1 note=$2 kept=$3
drain() {
  said=$(dd bs=65536 count=64 <&3 2>&1 >>"$log")
  case $said in
    *writing*|*stdout*) exit 1 ;;
    *temporarily*) more= ;;
    *nput/output*|*'I/O error'*|0+0*) open= more= ;;
    [0-9]*) more=yes ;;
    *) exit 1 ;;
  esac
}
round=0 open=yes more=
while [ -n "$open" ] && [ $round -lt 100 ]; do
  ended=
  [ -s "$note" ] && ended=yes
  drain
  [ -n "$ended" ] && [ -z "$more" ] && break
  [ -n "$more" ] || sleep 0.1
  round=$((round + 1))
done
{ [ -n "$ended" ] || [ -z "$open" ]; } && : >"$kept"
`

/** The file that says that a command's output was kept to its end after the app had gone. */
export const keptPath = (folder: string, commandId: string): string => join(folder, `${commandId}.kept`)

/** Keeps a command's terminal open for as long as the app lives, and the rest of its output when it dies. */
export type Keeper = {
  readonly pid: number
  /** Sends it home: the app has seen the command to its end. */
  dispose(): void
}

/**
 * Starts the keeper of one command: a small shell script in a session of its own that holds the terminal too, so
 * that a killed app takes neither the last output with it nor the terminal away from a command that is just
 * about to end. `path` is where its tools are found. Null where it cannot run: there a killed app's commands are hung up at once.
 */
export function startKeeper(
  terminal: number,
  { log, note, kept }: { log: string; note: string; kept: string },
  path: string,
): Keeper | null {
  let child: ChildProcess | null = null
  try {
    child = spawn('/bin/sh', ['-c', SCRIPT, 'treeline-keeper', log, note, kept], {
      cwd: '/',
      detached: true,
      stdio: ['pipe', 'ignore', 'ignore', terminal],
      env: { PATH: path, LC_ALL: 'C' },
    })
  } catch {
    // No more processes or files to be had: the command runs all the same.
    return null
  }
  const forget = () => {
    child = null
  }
  child.on('error', forget)
  child.on('exit', forget)
  // It may have been killed, which is no trouble of ours.
  child.stdin?.on('error', forget)
  child.unref()
  if (child.pid === undefined) return null
  return {
    pid: child.pid,
    dispose() {
      child?.stdin?.end('done\n')
      child = null
    },
  }
}

import { type ChildProcess, spawn } from 'node:child_process'
import { COMMAND_MARKER } from './spawn-environment.ts'

/**
 * Waits for the end of its input, which comes when the app ends in whatever way. A second line says that all
 * is in order; without one, what is just ending gets a second to do so, in which its end is noted (see
 * `notedCommand`); then the file `$1` says that this is over, and everything that carries the marker is ended: SIGTERM, then SIGKILL for as long as
 * anything is found, some seconds at most. What to look for comes as the first line and not as an argument,
 * so that the watchdog never finds itself.
 */
const SCRIPT = `
read -r mark || exit 0
read -r word && exit 0
sleep 1
: >"$1"
find_all() {
  if [ -r /proc/self/environ ]; then
    grep -lsF -e "$mark" /proc/[0-9]*/environ | while IFS=/ read -r a b pid c; do echo "$pid"; done
  else
    ps -axwwE -o pid=,command= | while read -r pid rest; do
      case $rest in *"$mark"*) echo "$pid" ;; esac
    done
  fi
}
signal=TERM
for round in 1 2 3 4 5; do
  pids=$(find_all)
  [ -n "$pids" ] || exit 0
  kill -$signal $pids 2>/dev/null
  signal=KILL
  sleep 1
done
`

/** Sees to it that the commands of an app that was killed do not live on. */
export type Watchdog = {
  /** Starts it when it does not run. */
  watch(): void
  /** Sends it home: the app has ended its commands itself. */
  dispose(): void
}

/**
 * A small shell script in a session of its own that outlives the app for a moment and ends the commands of an
 * app that was killed. `prefix` begins the ids of the commands that are meant, and `cut` is the file that says
 * that they are being ended. Where it cannot run (Windows, no `sh`) the
 * app's next start does the same, see `Terminals.recover`.
 */
export function createWatchdog(prefix: string, path: string, cut: string): Watchdog {
  let child: ChildProcess | null = null
  return {
    watch() {
      if (child || process.platform === 'win32') return
      const started = spawn('/bin/sh', ['-c', SCRIPT, 'treeline-watchdog', cut], {
        cwd: '/',
        detached: true,
        stdio: ['pipe', 'ignore', 'ignore'],
        env: { PATH: path, LC_ALL: 'C' },
      })
      const forget = () => {
        if (child === started) child = null
      }
      started.on('error', forget)
      started.on('exit', forget)
      // A pipe to a watchdog that has just died breaks; the next command starts another.
      started.stdin?.on('error', forget)
      started.stdin?.write(`${COMMAND_MARKER}=${prefix}\n`)
      started.unref()
      child = started
    },
    dispose() {
      child?.stdin?.end('done\n')
      child = null
    },
  }
}

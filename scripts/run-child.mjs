import { spawn } from 'node:child_process'
import { constants } from 'node:os'

/** How often to look whether the process that started this one is still there. */
const PARENT_CHECK_MS = 1000

/**
 * Calls `onGone` when this process has lost its parent. `npm start` needs it: npm ends its shell on SIGTERM, and
 * the shell does not tell what it runs.
 * @param {() => void} onGone
 * @returns {() => void} stops watching
 */
function watchParent(onGone) {
  const parent = process.ppid
  const timer = setInterval(() => {
    if (process.ppid !== parent) onGone()
  }, PARENT_CHECK_MS)
  return () => clearInterval(timer)
}

/**
 * Runs a program to its end with this process's terminal, passing signals on, and ends it when this process is
 * orphaned.
 * Rejects when the program cannot be started; resolves to its exit code, or 128 plus the signal's number.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ env?: NodeJS.ProcessEnv, cwd?: string, stdio?: import('node:child_process').StdioOptions }} [options]
 * @returns {Promise<number>}
 */
export function runChild(program, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: 'inherit', ...options })

    /** @param {NodeJS.Signals} signal */
    const forward = (signal) => {
      // Ctrl-C in a terminal reaches the child as well: a second SIGINT would mean "at once" to it.
      if (signal === 'SIGINT' && process.stdin.isTTY) return
      child.kill(signal)
    }
    /** @type {NodeJS.Signals[]} */
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']
    for (const signal of signals) process.on(signal, forward)
    const unwatch = watchParent(() => {
      unwatch()
      child.kill('SIGTERM')
    })
    const settle = () => {
      unwatch()
      for (const signal of signals) process.off(signal, forward)
    }

    child.once('error', (error) => {
      settle()
      reject(error)
    })
    child.once('exit', (code, signal) => {
      settle()
      resolve(code ?? 128 + (signal ? constants.signals[signal] : 0))
    })
  })
}

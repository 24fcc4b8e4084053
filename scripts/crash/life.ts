import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'

/** When a process is to be killed: so long after its start, after so many lines and a while, or at a failpoint. */
export type KillPlan =
  | { at: 'time'; ms: number }
  | { at: 'line'; line: number; ms: number }
  | { at: 'failpoint'; names: readonly string[] }
  | { at: 'end' }

/** One process from its start to its end. */
export type Life = {
  args: readonly string[]
  plan: KillPlan
  pid: number
  /** What it wrote on stdout, in whole lines only. */
  lines: string[]
  stderr: string
  /** Null when it was killed. */
  code: number | null
  killed: boolean
  /** The failpoints that it was killed at: several when they are one place. */
  failpoints: string[]
  /** Milliseconds from the start to the first line, or null when there was none. */
  firstLineMs: number | null
  ms: number
}

/** A process that has not ended by then hangs. */
const HANG_MS = 60_000

/** Runs a built entry until it ends or the plan kills it. Never rejects. */
export function live(
  entry: string,
  args: readonly string[],
  plan: KillPlan,
  { cwd, env }: { cwd: string; env: NodeJS.ProcessEnv },
): Promise<Life & { hung: boolean }> {
  const began = performance.now()
  const wanted = plan.at === 'failpoint' ? { TREELINE_FAILPOINT: plan.names.join(',') } : {}
  const child = spawn(process.execPath, [entry, ...args], {
    cwd,
    env: { ...env, ...wanted },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const lines: string[] = []
  let stderr = ''
  let firstLineMs: number | null = null
  let hung = false
  const timers: NodeJS.Timeout[] = []
  const killIn = (ms: number) => timers.push(setTimeout(() => child.kill('SIGKILL'), ms))
  timers.push(
    setTimeout(() => {
      hung = true
      child.kill('SIGKILL')
    }, HANG_MS),
  )
  if (plan.at === 'time') killIn(plan.ms)
  // A line that was cut off was not told: what comes after the last line's end is left out.
  let rest = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    firstLineMs ??= performance.now() - began
    const parts = (rest + text).split('\n')
    rest = parts.pop() ?? ''
    const before = lines.length
    lines.push(...parts)
    if (plan.at === 'line' && before < plan.line && lines.length >= plan.line) killIn(plan.ms)
  })
  createInterface({ input: child.stderr }).on('line', (line) => {
    stderr += `${line}\n`
  })
  return new Promise((resolve) => {
    child.on('close', (code, signal) => {
      for (const timer of timers) clearTimeout(timer)
      resolve({
        args,
        plan,
        pid: child.pid ?? 0,
        lines,
        stderr,
        code,
        killed: signal === 'SIGKILL',
        failpoints: /^killed at (.+)$/m.exec(stderr)?.[1]?.split(' ') ?? [],
        firstLineMs,
        ms: performance.now() - began,
        hung,
      })
    })
  })
}

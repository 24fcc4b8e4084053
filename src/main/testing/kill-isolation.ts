import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import type { IsolationOrder } from './killed-isolation.ts'

const program = join(import.meta.dirname, 'killed-isolation.ts')

/** Does it in another process that is killed (-9) at the failpoint. False when it ended without coming by it. */
export function killedAt(failpoint: string, order: IsolationOrder): boolean {
  const { signal, status, stderr } = spawnSync(process.execPath, [program, JSON.stringify(order)], {
    encoding: 'utf8',
    env: { ...process.env, TREELINE_FAILPOINT: failpoint },
  })
  if (signal !== 'SIGKILL' && status !== 0) throw new Error(stderr)
  return signal === 'SIGKILL'
}

import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { TaskEvent } from '../../contract/task-event.ts'
import type { TestApp } from './test-app.ts'

/** The state on the disk right after a commit: what a kill at that moment leaves behind. */
export type CrashPoint = {
  /** The facts of that commit. */
  events: TaskEvent[]
  /** Puts the database, commands' output, worktrees and the workspace's files back to that moment. To be called while the app is closed. */
  restore(): void
  /** The same, with the database of an earlier moment: what a kill leaves behind right before that commit. */
  restoreUntold(earlier: CrashPoint): void
  /** Puts only the database back. */
  restoreLog(): void
}

/**
 * Copies database, commands' output, worktrees and workspace at every commit from now on that is `wanted`, into `into`. Returns
 * the growing list. It ends with the app: call it again after a restart.
 */
export function recordCrashPoints(
  test: TestApp,
  into: string,
  wanted: (events: TaskEvent[]) => boolean = () => true,
): CrashPoint[] {
  const { dataFolder, folder } = test
  const folders = { folder, commands: join(dataFolder, 'commands'), worktrees: join(dataFolder, 'worktrees') }
  const points: CrashPoint[] = []
  const databaseFiles = () => readdirSync(dataFolder).filter((name) => name.startsWith('treeline.db'))
  test.app.engine.listen((events) => {
    if (!wanted(events)) return
    const copy = join(into, `${points.length}`)
    mkdirSync(join(copy, 'data'), { recursive: true })
    // The index of the write-ahead log is made anew from the log.
    for (const name of databaseFiles().filter((name) => !name.endsWith('-shm')))
      cpSync(join(dataFolder, name), join(copy, 'data', name))
    for (const [name, path] of Object.entries(folders)) copyTree(path, join(copy, name))
    const restoreLog = () => {
      for (const name of databaseFiles()) rmSync(join(dataFolder, name))
      cpSync(join(copy, 'data'), dataFolder, { recursive: true })
    }
    const restoreFiles = () => {
      for (const [name, path] of Object.entries(folders)) {
        rmSync(path, { recursive: true, force: true })
        copyTree(join(copy, name), path)
      }
    }
    points.push({
      events,
      restoreLog,
      restore() {
        restoreLog()
        restoreFiles()
      },
      restoreUntold(earlier) {
        earlier.restoreLog()
        restoreFiles()
      },
    })
  })
  return points
}

/** Copies a folder that others may be writing in: what goes away meanwhile is left out, as a kill may have it. */
function copyTree(from: string, to: string): void {
  mkdirSync(from, { recursive: true })
  spawnSync('cp', ['-a', from, to], { stdio: 'ignore' })
}

import { cpSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { TaskEvent } from '../../contract/task-event.ts'
import type { TestApp } from './test-app.ts'

/** The state on the disk right after a commit: what a kill at that moment leaves behind. */
export type CrashPoint = {
  /** The facts of that commit. */
  events: TaskEvent[]
  /** Puts the database, commands' output and the workspace's files back to that moment. To be called while the app is closed. */
  restore(): void
}

/**
 * Copies database, commands' output and workspace at every commit from now on that is `wanted`, into `into`. Returns
 * the growing list. It ends with the app: call it again after a restart.
 */
export function recordCrashPoints(
  test: TestApp,
  into: string,
  wanted: (events: TaskEvent[]) => boolean = () => true,
): CrashPoint[] {
  const { dataFolder, folder } = test
  const commands = join(dataFolder, 'commands')
  const points: CrashPoint[] = []
  const databaseFiles = () => readdirSync(dataFolder).filter((name) => name.startsWith('treeline.db'))
  test.app.engine.listen((events) => {
    if (!wanted(events)) return
    const copy = join(into, `${points.length}`)
    mkdirSync(join(copy, 'data'), { recursive: true })
    // The index of the write-ahead log is made anew from the log.
    for (const name of databaseFiles().filter((name) => !name.endsWith('-shm')))
      cpSync(join(dataFolder, name), join(copy, 'data', name))
    cpSync(folder, join(copy, 'folder'), { recursive: true })
    mkdirSync(commands, { recursive: true })
    cpSync(commands, join(copy, 'commands'), { recursive: true })
    points.push({
      events,
      restore() {
        for (const name of databaseFiles()) rmSync(join(dataFolder, name))
        cpSync(join(copy, 'data'), dataFolder, { recursive: true })
        rmSync(folder, { recursive: true })
        cpSync(join(copy, 'folder'), folder, { recursive: true })
        rmSync(commands, { recursive: true })
        cpSync(join(copy, 'commands'), commands, { recursive: true })
      },
    })
  })
  return points
}

import {
  closeSync,
  copyFileSync,
  mkdtempSync,
  openSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect } from 'vitest'
import { AppError } from '../../contract/app-error.ts'
import { connectForReading, type Database } from '../store/database.ts'
import { databasePath } from '../store/open-database.ts'
import { openStore } from '../store/open-store.ts'
import type { Store } from '../store/store.ts'
import { checkLog } from '../store/upkeep/check-log.ts'
import { checkPages } from '../store/upkeep/check-pages.ts'
import { repairDatabase } from '../store/upkeep/repair.ts'
import { seedDatabase } from './seed-database.ts'
import { temporaryFolder } from './temporary-folder.ts'

/** The size of every page of ours. */
export const pageSize = 4_096

/** A database with 60 tasks, its pages by what they hold, and every task's log as it should be. */
export type SoundDatabase = {
  file: string
  size: number
  pages: { number: number; name: string; kind: string }[]
  logs: Map<string, string[]>
}

/** Makes one, which is removed after the tests of the file that calls this. */
export function soundDatabase(): SoundDatabase {
  const folder = mkdtempSync(join(tmpdir(), 'treeline-damage-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  seedDatabase({ folder, tasks: 60, messages: 900, seed: 7 })
  const file = databasePath(folder)
  const database = connectForReading(file)
  const pages = database
    .prepare<[], { number: number; name: string; kind: string }>(
      'SELECT pageno AS number, name, pagetype AS kind FROM dbstat ORDER BY pageno',
    )
    .all()
  database.close()
  const store = openStore({ folder, readonly: true })
  const logs = new Map(store.tasks.list().map(({ displayId, id }) => [displayId, texts(store, id)]))
  store.dispose()
  return { file, size: statSync(file).size, pages, logs }
}

function texts(store: Store, id: Parameters<Store['events']['read']>[0]): string[] {
  return store.events.readable(id, 0, 10_000).events.map(({ body }) => JSON.stringify(body))
}

/** A data folder with a copy of the sound database in it, as after a first start, which `damage` then damages. */
export function folderWith(
  sound: SoundDatabase,
  damage: (path: string) => void,
): { folder: string; path: string } {
  const folder = temporaryFolder()
  const path = databasePath(folder)
  copyFileSync(sound.file, path)
  writeFileSync(join(folder, 'treeline.reserve'), '')
  damage(path)
  return { folder, path }
}

/** Writes bytes over those of a file. */
export function overwrite(path: string, offset: number, bytes: Buffer): void {
  const file = openSync(path, 'r+')
  writeSync(file, bytes, 0, bytes.length, offset)
  closeSync(file)
}

/** Bytes that are no part of any database. */
export const garbage = (length: number, seed: number) =>
  Buffer.from(Array.from({ length }, (_, i) => (i * 31 + seed * 7) % 251))

/**
 * Starts on a damaged file: either it is refused in words that say what to do, or the list is whole and every
 * task that cannot be read is named while the others can. Returns what could be read.
 */
export function startOn(
  folder: string,
): { refused: string } | { damaged: string[]; read: Map<string, string[]> } {
  let store: Store | undefined
  try {
    store = openStore({ folder })
    const tasks = store.tasks.list()
    const read = new Map<string, string[]>()
    const damaged: string[] = []
    for (const { id, displayId } of tasks) {
      const { damage } = store.events.readable(id, 0, 10_000)
      if (damage !== null) {
        expect(damage).toContain(id)
        damaged.push(displayId)
      } else read.set(displayId, texts(store, id))
    }
    return { damaged, read }
  } catch (error) {
    expect(error).toBeInstanceOf(AppError)
    const { code, message } = error as AppError
    expect(['storage_failed', 'data_newer_than_app']).toContain(code)
    expect(message).toMatch(
      /doctor --repair|treeline restore|Check |another data folder|Update Treeline|Move it away/,
    )
    return { refused: message }
  } finally {
    store?.dispose()
  }
}

/** What a repair gives back: tasks by name with their texts, and that everything is sound again. */
export async function repaired(folder: string): Promise<Map<string, string[]>> {
  await repairDatabase(folder, 1_800_000_000_000)
  const database: Database = connectForReading(databasePath(folder))
  expect([...checkPages(database), ...checkLog(database)]).toEqual([])
  database.close()
  const store = openStore({ folder })
  const read = new Map(store.tasks.list().map(({ displayId, id }) => [displayId, texts(store, id)]))
  store.dispose()
  return read
}

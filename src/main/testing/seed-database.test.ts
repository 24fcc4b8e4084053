import { expect, test } from 'vitest'
import { replayTask } from '../../contract/reduce-task.ts'
import { connectForReading } from '../store/database.ts'
import { databasePath } from '../store/open-database.ts'
import { checkLog } from '../store/upkeep/check-log.ts'
import { checkPages } from '../store/upkeep/check-pages.ts'
import { openStoreForTest } from './sample-store.ts'
import { seedDatabase } from './seed-database.ts'
import { temporaryFolder } from './temporary-folder.ts'

const order = { tasks: 200, messages: 4_000, seed: 5 }

test('a seeded database is sound, its tables follow from its log, and every log can be replayed', () => {
  const folder = temporaryFolder()
  const made = seedDatabase({ folder, ...order })
  const database = connectForReading(databasePath(folder))
  expect([...checkPages(database), ...checkLog(database)]).toEqual([])
  database.close()

  const store = openStoreForTest(folder)
  const tasks = store.tasks.list()
  const views = tasks.map(({ id }) => replayTask(store.events.read(id, 0, 100_000)))
  expect(views.map((view) => view?.status)).toEqual(tasks.map(({ status }) => status))
  const messages = views.reduce(
    (sum, view) => sum + (view?.items.length ?? 0) + Object.keys(view?.calls ?? {}).length,
    0,
  )
  expect(made.tasks).toBe(200)
  expect(messages).toBeGreaterThan(order.messages * 0.9)
  expect(new Set(tasks.map(({ status }) => status)).size).toBeGreaterThan(4)
  expect(new Set(tasks.map(({ workspaceId }) => workspaceId)).size).toBe(3)
  expect(Math.max(...tasks.map(({ depth }) => depth))).toBeGreaterThan(1)
})

test('the same order gives the same database, another seed another', () => {
  const said = (seed: number) => {
    const folder = temporaryFolder()
    seedDatabase({ folder, tasks: 20, messages: 200, seed })
    const database = connectForReading(databasePath(folder))
    const payloads = database
      .prepare<[], string>(`SELECT payload FROM events WHERE type = 'turn.committed' ORDER BY global_seq`)
      .pluck()
      .all()
    database.close()
    return payloads.join('\n')
  }
  expect(said(1)).toBe(said(1))
  expect(said(1)).not.toBe(said(2))
})

test('refuses a folder that holds tasks', () => {
  const folder = temporaryFolder()
  seedDatabase({ folder, tasks: 2, messages: 10, seed: 1 })
  expect(() => seedDatabase({ folder, tasks: 2, messages: 10, seed: 1 })).toThrow('has tasks already')
})

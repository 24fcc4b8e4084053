import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, onTestFinished, test } from 'vitest'
import { created, prepareGround, statusChanged, taskId } from '../testing/sample-events.ts'
import { openStoreForTest, temporaryStore } from '../testing/sample-store.ts'
import { temporaryFolder } from '../testing/temporary-folder.ts'
import { connectForWriting, type Database } from './database.ts'
import { createEvents } from './events.ts'
import { migrations } from './migrations/all.ts'
import { createModes } from './modes.ts'
import { databasePath, openDatabase } from './open-database.ts'
import { createProviders } from './providers.ts'
import { createSettingRows } from './setting-rows.ts'
import { createSettings } from './settings.ts'
import { createSubtasks } from './subtasks.ts'
import { createTasks } from './tasks.ts'
import { createWorkspaces } from './workspaces.ts'

const a = taskId('A')

test('a reader in another process sees what is committed, while the writer goes on', async () => {
  const { folder, store } = temporaryStore()
  const ground = prepareGround(store)
  store.events.append([{ taskId: a, body: created(store, ground, a) }], 1)

  // Answers each line on its input with what it reads then.
  const script = `
    import { createInterface } from 'node:readline'
    import { openStore } from ${JSON.stringify(new URL('open-store.ts', import.meta.url).href)}
    const store = openStore({ folder: process.argv[1], readonly: true })
    for await (const _ of createInterface({ input: process.stdin })) {
      const seen = [store.tasks.get('tsk_A')?.status, store.events.read('tsk_A', 0, 99).length]
      console.log(JSON.stringify(seen))
    }
    store.dispose()`
  const reader = spawn(process.execPath, ['--input-type=module', '-e', script, folder], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  onTestFinished(() => {
    reader.kill()
  })
  const look = async () => {
    reader.stdin.write('look\n')
    const [line] = await once(reader.stdout, 'data')
    return JSON.parse(String(line))
  }

  expect(await look()).toEqual(['queued', 1])
  store.events.append([{ taskId: a, body: statusChanged('queued', 'in_progress') }], 2)
  expect(await look()).toEqual(['in_progress', 2])

  const inTheMiddle = connectForWriting(databasePath(folder))
  inTheMiddle.exec(`BEGIN IMMEDIATE; UPDATE tasks SET status = 'failed'`)
  expect(await look()).toEqual(['in_progress', 2])
  inTheMiddle.exec('ROLLBACK')
  inTheMiddle.close()

  reader.stdin.end()
  expect(await once(reader, 'exit')).toEqual([0, null])
  store.events.append([{ taskId: a, body: statusChanged('in_progress', 'paused') }], 3)
  expect(store.tasks.get(a)?.status).toBe('paused')
})

test('a killed writer loses nothing that it said was kept, and leaves nothing half done', async () => {
  const { folder, store } = temporaryStore()
  const ground = prepareGround(store)
  store.events.append([{ taskId: a, body: created(store, ground, a) }], 1)
  store.dispose()

  // Appends pairs of events for ever, and says after each pair how many events there are.
  const script = `
    import { openStore } from ${JSON.stringify(new URL('open-store.ts', import.meta.url).href)}
    const store = openStore({ folder: process.argv[1] })
    const title = (title) => ({ taskId: 'tsk_A', body: { type: 'title.changed', title } })
    for (let n = 0; ; n++) {
      const [, last] = store.events.append([title('half'), title('whole')], n)
      process.stdout.write(last.seq + '\\n')
      await new Promise(setImmediate)
    }`
  const writer = spawn(process.execPath, ['--input-type=module', '-e', script, folder], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  onTestFinished(() => {
    writer.kill('SIGKILL')
  })
  let said = ''
  writer.stdout.on('data', (chunk) => {
    said += chunk
    if (said.split('\n').length > 300) writer.kill('SIGKILL')
  })
  await once(writer, 'close')
  const acknowledged = Number(said.split('\n').at(-2))
  expect(acknowledged).toBeGreaterThan(300)

  const after = openStoreForTest(folder)
  const stored = after.events.read(a, 0, 1_000_000).length
  expect(stored).toBeGreaterThanOrEqual(acknowledged)
  expect([stored % 2, after.tasks.get(a)?.title]).toEqual([1, 'whole'])
})

test('a reader refuses every write', () => {
  const { folder, store } = temporaryStore()
  const ground = prepareGround(store)
  const reader = openStoreForTest(folder, true)
  const refused = expect.objectContaining({ code: 'storage_failed' })
  expect(() => reader.drafts.set('a', 'text')).toThrow(refused)
  expect(() => reader.workspaces.open('/b', 1)).toThrow(refused)
  expect(() => reader.settings.setAutoApprove({ scope: 'everywhere' }, { read: false })).toThrow(refused)
  expect(() => reader.events.append([{ taskId: a, body: created(store, ground, a) }], 1)).toThrow(refused)
  expect([reader.tasks.list(), reader.workspaces.list()]).toEqual([[], store.workspaces.list()])
})

test('work in a transaction must end in it', () => {
  const { store } = temporaryStore()
  expect(() =>
    store.transaction(() => {
      store.drafts.set('a', 'text')
      return Promise.resolve()
    }),
  ).toThrow('promise')
  expect(store.drafts.get('a')).toBe('')
  expect(store.transaction(() => 7)).toBe(7)
})

test('may be disposed of twice, and is of no use afterwards', () => {
  const { store } = temporaryStore()
  store.dispose()
  store.dispose()
  expect(() => store.tasks.list()).toThrow('not open')
})

test('no query but the lists of everything looks at more than it needs', () => {
  const database = openDatabase(temporaryFolder(), false, migrations)
  onTestFinished(() => {
    database.close()
  })
  const sources = sourcesOf(database)
  expect(sources.length).toBeGreaterThan(40)
  const scans = sources.flatMap((source) => {
    const plan = database
      .prepare<[], { detail: string }>(`EXPLAIN QUERY PLAN ${source.replace(/@\w+|\?/g, 'NULL')}`)
      .all()
    const whole = plan.filter(({ detail }) => /^SCAN (?!below|json_each|CONSTANT|1 )/.test(detail))
    return whole.map(({ detail }) => `${detail}: ${source}`)
  })
  expect(scans).toEqual([
    expect.stringMatching(/^SCAN damaged_tasks /),
    expect.stringMatching(/^SCAN root USING INDEX .*ORDER BY root\.born DESC, t\.born$/s),
    expect.stringMatching(/^SCAN workspaces: .*ORDER BY opened_at/s),
    expect.stringMatching(/^SCAN providers: .*ORDER BY position/s),
  ])
})

/** The SQL of every statement that the store prepares. */
function sourcesOf(database: Database): string[] {
  const sources: string[] = []
  const prepare = database.prepare.bind(database)
  const recorder = Object.assign(Object.create(database) as Database, {
    prepare: ((source: string) => {
      sources.push(source)
      return prepare(source)
    }) as Database['prepare'],
    transaction: database.transaction.bind(database),
  })
  const rows = createSettingRows(recorder)
  createEvents(recorder, { soon() {}, failed: false })
  for (const create of [createTasks, createSubtasks, createModes, createWorkspaces]) create(recorder)
  createProviders(recorder, rows)
  createSettings(recorder, rows, {} as never)
  return sources
}

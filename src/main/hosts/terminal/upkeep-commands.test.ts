import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import { connectForWriting } from '../../store/database.ts'
import { lockDataFolder } from '../../store/instance-lock.ts'
import { databasePath } from '../../store/open-database.ts'
import { openStore } from '../../store/open-store.ts'
import { openStoreForTest } from '../../testing/sample-store.ts'
import { seedDatabase } from '../../testing/seed-database.ts'
import { temporaryFolder } from '../../testing/temporary-folder.ts'
import { backUp, examine, repair, restore } from '../../upkeep.ts'
import { runProgram } from './program.ts'

let folder: string
beforeEach(() => {
  folder = temporaryFolder()
  seedDatabase({ folder, tasks: 12, messages: 150, seed: 3 })
})

async function treeline(...argv: string[]): Promise<{ code: number; out: string; err: string }> {
  const said = { out: '', err: '' }
  const refuse = () => {
    throw new Error('This command opens no app.')
  }
  const code = await runProgram(argv, {
    version: '0',
    output: {
      out(text) {
        said.out += text
      },
      err(text) {
        said.err += text
      },
      unread: new AbortController().signal,
    },
    openApp: refuse,
    openReader: refuse,
    upkeep: () => ({
      examine: () => examine(folder),
      repair: () => repair(folder),
      backUp: (file) => backUp(folder, file),
      restore: (file) => restore(folder, file),
    }),
    serve: refuse,
  })
  return { code, ...said }
}

const names = () => {
  const store = openStore({ folder, readonly: true })
  const found = store.tasks.list().map(({ displayId, title }) => `${displayId} ${title}`)
  store.dispose()
  return found
}

function rename(title: string): void {
  const store = openStore({ folder })
  const [task] = store.tasks.list()
  if (task !== undefined)
    store.events.append([{ taskId: task.id, body: { type: 'title.changed', title } }], 1)
  store.dispose()
}

describe('treeline backup', () => {
  test('copies what is there, while another process writes, and never over a file', async () => {
    const writer = openStoreForTest(folder)
    const [task] = writer.tasks.list()
    writer.events.append(
      [{ taskId: task?.id as never, body: { type: 'title.changed', title: 'In the log' } }],
      1,
    )
    const file = join(temporaryFolder(), 'deep', 'copy.db')
    expect(await treeline('backup', file)).toMatchObject({ code: 0, out: `${file}\n` })
    expect(statSync(file).mode & 0o777).toBe(0o600)
    const bytes = readFileSync(file)
    expect(await treeline('backup', file)).toMatchObject({
      code: 1,
      err: expect.stringContaining('is there already'),
    })
    expect(readFileSync(file).equals(bytes)).toBe(true)
    expect(existsSync(`${file}.unfinished`)).toBe(false)
    writer.dispose()

    rename('Later')
    expect((await treeline('restore', file)).code).toBe(0)
    expect(names()[0]).toContain('In the log')
  })

  test('without a file goes into the data folder', async () => {
    const { code, out } = await treeline('backup')
    expect([code, out.startsWith(join(folder, 'backups', 'treeline-'))]).toEqual([0, true])
    expect(JSON.parse((await treeline('doctor', '--json')).out).backups).toEqual([out.trim()])
  })

  test('while the app goes on writing takes it in too', async () => {
    const store = openStoreForTest(folder)
    const file = join(folder, 'copy.db')
    const copying = store.backUp(file)
    const [task] = store.tasks.list()
    store.events.append(
      [{ taskId: task?.id as never, body: { type: 'title.changed', title: 'Meanwhile' } }],
      1,
    )
    expect(await copying).toBe(statSync(file).size)
    store.dispose()
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect((await treeline('restore', file)).code).toBe(0)
    expect((await treeline('doctor')).code).toBe(0)
    await expect(openStoreForTest(folder).backUp(file)).rejects.toThrow('is there already')
  })
})

describe('treeline restore', () => {
  test('keeps the database that was there, whole', async () => {
    const { out } = await treeline('backup')
    const before = names()
    rename('Later')
    const { code, err } = await treeline('restore', out.trim())
    expect([code, names()]).toEqual([0, before])
    const kept = /kept: (.*)\n/.exec(err)?.[1] ?? ''
    expect(kept).toContain('treeline.db.replaced-')
    expect((await treeline('restore', kept)).code).toBe(0)
    expect(names()[0]).toContain('Later')
  })

  test.each<[string, (path: string) => void, string]>([
    ['is not there', () => {}, 'There is no file'],
    ['is a folder', (path) => mkdirSync(path), 'is no file'],
    ['is no database', (path) => writeFileSync(path, 'A list. '.repeat(2_000)), 'is no database'],
    ['is empty', (path) => writeFileSync(path, ''), 'no database of Treeline'],
    [
      'is another program’s',
      (path) => connectForWriting(path).exec('CREATE TABLE a (b)').close(),
      'no database of Treeline',
    ],
  ])('refuses a file that %s, and changes nothing', async (_what, make, words) => {
    const file = join(temporaryFolder(), 'other.db')
    make(file)
    const before = readFileSync(databasePath(folder))
    expect(await treeline('restore', file)).toMatchObject({ code: 2, err: expect.stringContaining(words) })
    expect(readFileSync(databasePath(folder)).equals(before)).toBe(true)
  })

  test('refuses a damaged backup, the database itself and a newer one', async () => {
    const { out } = await treeline('backup')
    const file = out.trim()
    expect((await treeline('restore', databasePath(folder))).err).toContain('is the database itself')
    const backup = connectForWriting(file)
    backup.pragma('user_version = 900')
    backup.close()
    expect((await treeline('restore', file)).err).toContain('newer Treeline')
    const bytes = readFileSync(file)
    bytes.fill(0x5b, 8 * 4_096, 12 * 4_096)
    writeFileSync(file, bytes)
    expect((await treeline('restore', file)).err).toMatch(/damaged|newer/)
    expect(names()).toHaveLength(12)
  })

  test('and repair refuse while another process is at work; doctor does not', async () => {
    const unlock = await lockDataFolder(folder, 'browser')
    const { out } = await treeline('backup')
    for (const argv of [
      ['restore', out.trim()],
      ['doctor', '--repair'],
    ]) {
      expect(await treeline(...argv)).toMatchObject({
        code: 1,
        err: expect.stringContaining('Treeline in the browser (treeline serve): process'),
      })
    }
    expect(await treeline('doctor')).toMatchObject({
      code: 0,
      out: expect.stringContaining('In use by Treeline in'),
    })
    await unlock()
  })
})

describe('treeline doctor', () => {
  test('finds a sound folder sound, and changes nothing', async () => {
    const before = readFileSync(databasePath(folder))
    expect(await treeline('doctor')).toMatchObject({ code: 0, out: expect.stringContaining('Sound.\n') })
    expect(readFileSync(databasePath(folder)).equals(before)).toBe(true)
  })

  test('names tasks whose log or rows are wrong, and mends them after a backup', async () => {
    const before = names()
    const database = connectForWriting(databasePath(folder))
    const [one, two, three] = database
      .prepare<[], { id: string; name: string }>(
        `SELECT id, display_id AS name FROM tasks WHERE (SELECT count(*) FROM events WHERE task_id = id) > 12
         ORDER BY born LIMIT 3`,
      )
      .all()
    database.prepare(`UPDATE events SET payload = '{' WHERE task_id = ? AND seq = 6`).run(one?.id)
    database.prepare('DELETE FROM events WHERE task_id = ? AND seq = 7').run(two?.id)
    database.prepare(`UPDATE tasks SET status = 'paused', title = 'Wrong' WHERE id = ?`).run(three?.id)
    database.prepare('DELETE FROM usage WHERE task_id = ?').run(three?.id)
    database.close()
    chmodSync(databasePath(folder), 0o644)

    const { code, out } = await treeline('doctor', '--json')
    const { sound, findings } = JSON.parse(out)
    expect([code, sound]).toEqual([1, false])
    const named = (check: string) =>
      findings
        .filter((one: { check: string }) => one.check === check)
        .flatMap((found: { tasks: string[] }) => found.tasks)
    expect(new Set(named('log'))).toEqual(new Set([one?.name, two?.name]))
    expect(new Set(named('tables'))).toEqual(new Set([three?.name]))
    expect(findings.map((one: { message: string }) => one.message).join()).toMatch(
      /Other users.*treeline\.db.*1 events are missing/s,
    )

    const repaired = await treeline('doctor', '--repair')
    expect(repaired).toMatchObject({ code: 0, out: expect.stringContaining(`${one?.name}: `) })
    expect(repaired.out).toMatch(/As it was before: .*backups.*Sound\./s)
    expect(names()).toEqual(before)
    const store = openStoreForTest(folder)
    for (const name of [one?.name, two?.name]) {
      const task = store.tasks.find(name ?? '')
      const events = store.events.read(task?.id as never, 0, 1_000)
      expect(events.map(({ body }) => JSON.stringify(body)).join()).toContain('damaged and could not be read')
      expect(task?.damage).toBeNull()
    }
  })

  test('says what a missing or empty folder is', async () => {
    folder = join(folder, 'nowhere')
    expect(await treeline('doctor')).toMatchObject({
      code: 1,
      err: expect.stringContaining('There is no data folder'),
    })
    mkdirSync(folder)
    chmodSync(folder, 0o700)
    expect(await treeline('doctor')).toMatchObject({
      code: 0,
      out: expect.stringContaining('no database yet'),
    })
    expect(await treeline('backup')).toMatchObject({ code: 1, err: expect.stringContaining('to back up') })
    expect((await treeline('doctor', '--reparieren')).code).toBe(2)
  })
})

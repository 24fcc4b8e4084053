import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Health } from '../../contract/health.ts'
import type { TaskId } from '../../contract/ids.ts'
import type { TaskStatus } from '../../contract/task-status.ts'
import type { App } from '../app.ts'
import { type ScriptedServer, startScriptedServer } from '../model/scripted-server.ts'
import { connectForWriting } from '../store/database.ts'
import { databasePath } from '../store/open-database.ts'
import { calling, completing, conversationOf } from '../testing/conversation.ts'
import { createGate, type Gate } from '../testing/gate.ts'
import { heldStream } from '../testing/held-stream.ts'
import { openTestApp } from '../testing/test-app.ts'

/** A disk of six megabytes, where this system lets us have one. */
const small = mountSmallDisk()
if (small === null) process.stderr.write('A full disk is not tested: only root may mount a small one.\n')

function mountSmallDisk(): string | null {
  const folder = mkdtempSync(join(tmpdir(), 'treeline-small-'))
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=6m', 'tmpfs', folder], { stdio: 'ignore' })
    return folder
  } catch {
    rmSync(folder, { recursive: true, force: true })
    return null
  }
}

afterAll(() => {
  if (small === null) return
  execFileSync('umount', ['-l', small])
  rmSync(small, { recursive: true, force: true })
})

let app: App
let server: ScriptedServer
let gate: Gate
let dataFolder: string
const problems: string[] = []

/** Answers its first request when the gate opens, with a long text; then completes. */
async function open(folder: string): Promise<void> {
  dataFolder = folder
  gate = createGate()
  let asked = 0
  server = await startScriptedServer({
    respond: ({ body }) => {
      const { opening } = conversationOf(body)
      if (opening.startsWith('Other')) return completing('Other done.')
      return asked++ === 0
        ? heldStream({ ...calling('list_files', { path: '.' }), text: 'long '.repeat(60_000) }, gate)
        : completing('Done.')
    },
  })
  app = await openTestApp({
    ...{ dataFolder, baseUrl: server.baseUrl, after: 'continue' },
    onProblem: (problem) => problems.push(problem),
  })
}

async function create(message: string): Promise<TaskId> {
  const workspace = await app.workspaces.open(tmpdir())
  return app.engine.tasks.create({
    ...{ workspaceId: workspace.id, message, mode: 'code', delegation: true, providerId: null, model: null },
    autoApprove: { read: true },
  }).id
}

const status = (id: TaskId) => app.store.tasks.get(id)?.status

function until(id: TaskId, ...statuses: TaskStatus[]): Promise<void> {
  return expect.poll(() => statuses.includes(status(id) ?? 'queued'), { timeout: 15_000 }).toBe(true)
}

const untilHealth = (wanted: (health: Health) => boolean) =>
  expect.poll(() => wanted(app.store.health.now()), { timeout: 15_000 }).toBe(true)

/** Leaves no byte free. Returns how to make room again. */
function fill(folder: string): () => void {
  const paths: string[] = []
  for (let size = 1024 ** 2; size >= 1; size >>= 1) {
    for (;;) {
      const path = join(folder, `filler-${paths.length}`)
      try {
        writeFileSync(path, Buffer.alloc(size, 7))
        paths.push(path)
      } catch {
        rmSync(path, { force: true })
        break
      }
      if (size < 4_096) break
    }
  }
  return () => {
    for (const path of paths) rmSync(path)
  }
}

afterEach(async () => {
  gate.open()
  await app.dispose()
  await server.close()
  problems.length = 0
})

describe.skipIf(small === null)('a disk that is really full', () => {
  beforeEach(() => open(mkdtempSync(join(small ?? '', 'data-'))))

  it('pauses what is at work with words, loses nothing, and goes on once there is room', async () => {
    const id = await create('Do it.')
    await gate.reached
    const free = fill(dataFolder)
    gate.open()
    await until(id, 'paused')
    expect(app.store.tasks.get(id)?.statusReason).toMatch(/The disk is full.*Free some space, then resume/)
    expect(app.store.health.now().trouble).toMatchObject({
      kind: 'full',
      message: expect.stringContaining('disk is full'),
    })
    // The reserve has been given up for that; what is longer than it has no room.
    expect(existsSync(join(dataFolder, 'treeline.reserve'))).toBe(false)
    fill(dataFolder)
    const words = 'A message of a person. '.repeat(40_000)
    expect(() => app.engine.tasks.send(id, words)).toThrow('The disk is full')
    expect(app.engine.view(id).items.filter(({ type }) => type === 'message')).toHaveLength(1)

    free()
    execFileSync('sh', ['-c', `rm -f ${dataFolder}/filler-*`])
    await untilRoomEnough()
    app.engine.tasks.send(id, words)
    await until(id, 'completed')
    expect(app.engine.view(id).items.filter(({ type }) => type === 'message')).toHaveLength(2)
  })

  /** A disk of six megabytes is never called roomy: the trouble stays, and storing works again all the same. */
  function untilRoomEnough(): Promise<void> {
    return expect
      .poll(
        () => {
          app.store.drafts.set('probe', 'x')
          return true
        },
        { timeout: 5_000 },
      )
      .toBe(true)
  }
})

describe('a program that holds the database', () => {
  beforeEach(() => open(mkdtempSync(join(tmpdir(), 'treeline-busy-'))))
  afterEach(() => rmSync(dataFolder, { recursive: true, force: true }))

  it('is waited for; what it broke off goes on by itself', async () => {
    const id = await create('Do it.')
    await gate.reached
    const other = connectForWriting(databasePath(dataFolder))
    other.exec('BEGIN IMMEDIATE')
    gate.open()
    await untilHealth(({ trouble }) => trouble?.kind === 'busy')
    expect(status(id)).toBe('in_progress')
    other.exec('ROLLBACK')
    other.close()
    await until(id, 'completed')
    await untilHealth(({ trouble }) => trouble === null)
  })
})

describe('a database that cannot be written', () => {
  beforeEach(() => open(mkdtempSync(join(tmpdir(), 'treeline-readonly-'))))
  afterEach(() => rmSync(dataFolder, { recursive: true, force: true }))

  it('stops every task, and pauses them in the log as soon as it can be', async () => {
    const id = await create('Do it.')
    await gate.reached
    const { events } = app.store
    const append = events.append
    const cause = Object.assign(new Error('attempt to write a readonly database'), {
      code: 'EROFS',
      syscall: 'write',
    })
    events.append = () => {
      app.store.health.failed(cause, 'The disk is read-only.')
      throw new Error('The disk is read-only.')
    }
    gate.open()
    await expect.poll(() => app.engine.isRunning(id), { timeout: 5_000 }).toBe(false)
    expect(status(id)).toBe('in_progress')
    events.append = append
    await until(id, 'paused')
    expect(app.store.tasks.get(id)?.statusReason).toBe('The disk is read-only.')
    app.engine.tasks.resume(id)
    await until(id, 'completed')
  })
})

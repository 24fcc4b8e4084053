import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { temporaryFolder } from '../testing/temporary-folder.ts'
import { lockDataFolder, lookAtLock } from './instance-lock.ts'

/** A second process that locks the folder and says how that went, then waits until its input ends. */
async function lockElsewhere(
  folder: string,
  user: { uid?: number; gid?: number } = {},
): Promise<{ child: ChildProcess; said: string }> {
  const script = `
    import { lockDataFolder, lookAtLock } from ${JSON.stringify(new URL('instance-lock.ts', import.meta.url).href)}
    try {
      const release = await lockDataFolder(process.argv[1], 'terminal')
      console.log('locked')
      process.stdin.on('end', () => release()).resume()
    } catch (error) {
      console.log(error.code + ' ' + error.message)
    }`
  const child = spawn(process.execPath, ['--input-type=module', '-e', script, folder], {
    stdio: ['pipe', 'pipe', 'inherit'],
    ...user,
  })
  onTestFinished(() => {
    child.kill('SIGKILL')
  })
  const [line] = await once(child.stdout, 'data')
  return { child, said: String(line).trim() }
}

const lock = async (folder: string) => {
  const release = await lockDataFolder(folder, 'terminal')
  onTestFinished(() => release().catch(() => {}))
  return release
}

const leftovers = (folder: string) => readdirSync(folder).filter((name) => name !== 'treeline.lock.json')

test('one process at a time, and the other is told which', async () => {
  const folder = join(temporaryFolder(), 'made')
  const release = await lock(folder)
  const { said } = await lockElsewhere(folder)
  expect(said).toContain('data_folder_in_use ')
  expect(said).toContain(folder)
  expect(said).toContain(`a treeline command: process ${process.pid}, since `)
  expect(said).toContain('close it and start again')
  await release()
  expect(leftovers(folder)).toEqual([])
  expect((await lockElsewhere(folder)).said).toBe('locked')
})

test('a process that ends leaves the folder free', async () => {
  const folder = temporaryFolder()
  const { child, said } = await lockElsewhere(folder)
  expect(said).toBe('locked')
  await expect(lockDataFolder(folder, 'terminal')).rejects.toThrow(
    expect.objectContaining({
      code: 'data_folder_in_use',
      message: expect.stringMatching(
        `${folder} is in use by a treeline command: process ${child.pid}, since`,
      ),
    }),
  )
  child.kill('SIGTERM')
  await once(child, 'exit')
  expect(leftovers(folder)).toEqual([])
  await lock(folder)
})

test('a process that was killed leaves it free at once', async () => {
  const folder = temporaryFolder()
  for (let round = 0; round < 2; round++) {
    const { child, said } = await lockElsewhere(folder)
    expect(said).toBe('locked')
    child.kill('SIGKILL')
    await once(child, 'exit')
    expect(leftovers(folder)).toEqual(['treeline.lock'])
  }
  const release = await lock(folder)
  await release()
  expect(leftovers(folder)).toEqual([])
})

test('of several that find a dead lock one gets it', async () => {
  const folder = temporaryFolder()
  const { child } = await lockElsewhere(folder)
  child.kill('SIGKILL')
  await once(child, 'exit')
  const all = await Promise.all(Array.from({ length: 4 }, () => lockElsewhere(folder)))
  const said = all.map(({ said }) => said.split(' ')[0]).sort()
  expect(said).toEqual(['data_folder_in_use', 'data_folder_in_use', 'data_folder_in_use', 'locked'])
})

/** A lock without its process, whose last sign of life was so long ago. */
function abandonedLock(folder: string, ageMs: number, owner: object | null) {
  const path = join(folder, 'treeline.lock')
  mkdirSync(path)
  if (owner !== null) writeFileSync(join(folder, 'treeline.lock.json'), JSON.stringify(owner))
  const time = new Date(Date.now() - ageMs)
  utimesSync(path, time, time)
}

test.each([
  ['of a process of another machine', { pid: 1, host: 'another machine' }],
  ['of nobody knows whom', null],
  ['whose owner is half written', { pid: 'x' }],
])('a lock %s is free only when its heartbeat has stopped', async (_what, owner) => {
  const fresh = temporaryFolder()
  abandonedLock(fresh, 20_000, owner)
  await expect(lockDataFolder(fresh, 'terminal')).rejects.toThrow('in use by')
  const stale = temporaryFolder()
  abandonedLock(stale, 40_000, owner)
  await lock(stale)
  expect(existsSync(join(stale, 'treeline.lock'))).toBe(true)
})

test('a process that was killed before it could sign its lock leaves it free at once', async () => {
  const folder = temporaryFolder()
  const { child } = await lockElsewhere(folder)
  child.kill('SIGKILL')
  await once(child, 'exit')
  // As if it had been killed a moment earlier: with the lock made, and only its intent noted.
  const owner = readFileSync(join(folder, 'treeline.lock.json'), 'utf8')
  const intent = join(folder, `treeline.lock.${child.pid}.json`)
  rmSync(join(folder, 'treeline.lock.json'))
  writeFileSync(intent, owner)
  utimesSync(intent, new Date(0), new Date(0))
  const release = await lock(folder)
  await release()
  expect(leftovers(folder)).toEqual([])
})

test('an unsigned lock stays while one lives that may be taking it', async () => {
  const folder = temporaryFolder()
  const { child } = await lockElsewhere(folder)
  const owner = readFileSync(join(folder, 'treeline.lock.json'), 'utf8')
  rmSync(join(folder, 'treeline.lock.json'))
  for (const pid of [child.pid, 999_999_999]) {
    const intent = join(folder, `treeline.lock.${pid}.json`)
    writeFileSync(intent, JSON.stringify({ ...JSON.parse(owner), pid }))
    utimesSync(intent, new Date(0), new Date(0))
  }
  await expect(lockDataFolder(folder, 'terminal')).rejects.toThrow('in use by another process')
})

test('a note that is older than the lock says nothing about its holder', async () => {
  const folder = temporaryFolder()
  const { child } = await lockElsewhere(folder)
  child.kill('SIGKILL')
  await once(child, 'exit')
  const note = join(folder, 'treeline.lock.json')
  const past = new Date(Date.now() - 60_000)
  utimesSync(note, past, past)
  await expect(lockDataFolder(folder, 'terminal')).rejects.toThrow('in use by another process')
})

/** A lock that looks like one of this machine's, which an earlier process left. */
function lockOf(folder: string, owner: object): void {
  abandonedLock(folder, 0, null)
  writeFileSync(join(folder, 'treeline.lock.json'), JSON.stringify({ host: hostName(), ...owner }))
}

function hostName(): string {
  const namespace = existsSync('/proc/self/ns/pid') ? readlinkSync('/proc/self/ns/pid') : ''
  return `${hostname()} ${namespace}`.trim()
}

test.runIf(process.platform === 'linux')(
  'a process id that is another process’s by now keeps nobody out',
  async () => {
    const folder = temporaryFolder()
    lockOf(folder, { pid: process.ppid, kind: 'desktop', since: 1, started: 'another boot 12345' })
    expect(await lookAtLock(folder)).toEqual({ state: 'stale' })
    await lock(folder)
  },
)

test.runIf(process.platform === 'linux')(
  'a process that lives keeps its lock, however long it was silent',
  async () => {
    const folder = temporaryFolder()
    const { child, said } = await lockElsewhere(folder)
    expect(said).toBe('locked')
    child.kill('SIGSTOP')
    const past = new Date(Date.now() - 3 * 3_600_000)
    utimesSync(join(folder, 'treeline.lock'), past, past)
    await expect(lockDataFolder(folder, 'desktop')).rejects.toThrow(`process ${child.pid}`)
    child.kill('SIGKILL')
    await once(child, 'exit')
    await lock(folder)
  },
)

test('an older note, which says less, still names the process', async () => {
  const folder = temporaryFolder()
  lockOf(folder, { pid: process.ppid })
  await expect(lockDataFolder(folder, 'terminal')).rejects.toThrow(
    `in use by Treeline: process ${process.ppid}. Use that one, or close it and start again`,
  )
})

test('a folder that cannot be made is refused in words', async () => {
  const file = join(temporaryFolder(), 'file')
  writeFileSync(file, '')
  await expect(lockDataFolder(join(file, 'data'), 'terminal')).rejects.toThrow(
    expect.objectContaining({
      code: 'storage_failed',
      message: expect.stringMatching(/is a file where a folder.*--data/),
    }),
  )
})

/** Root may write anywhere, so these run as nobody. */
const asNobody = process.getuid?.() === 0 && process.platform === 'linux'

test.runIf(asNobody)(
  'a folder of another user, or one that may not be written, is refused in words',
  async () => {
    const folder = temporaryFolder()
    chmodSync(folder, 0o755)
    const { said } = await lockElsewhere(join(folder, 'data'), { uid: 65_534, gid: 65_534 })
    expect(said).toMatch(/^storage_failed The data folder .* belongs to another user, or may not be written/)
    mkdirSync(join(folder, 'own'), { mode: 0o700 })
    expect((await lockElsewhere(join(folder, 'own'), { uid: 65_534, gid: 65_534 })).said).toContain(
      'Check who owns it',
    )
  },
)

test.runIf(asNobody)('a folder on a read-only disk is refused in words', async () => {
  const folder = temporaryFolder()
  const readOnly = join(folder, 'disk')
  mkdirSync(readOnly)
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'ro,size=1m', 'tmpfs', readOnly], { stdio: 'ignore' })
  } catch {
    process.stderr.write('A read-only disk is not tested: this system lets nobody mount one.\n')
    return
  }
  try {
    await expect(lockDataFolder(readOnly, 'terminal')).rejects.toThrow('lies on a disk that is read-only')
  } finally {
    execFileSync('umount', ['-l', readOnly])
  }
})

test('who loses the lock is told', async () => {
  const folder = temporaryFolder()
  const lost = new Promise<Error>((resolve) => {
    void lockDataFolder(folder, 'browser', resolve)
  })
  const path = join(folder, 'treeline.lock')
  await expect.poll(() => existsSync(join(folder, 'treeline.lock.json'))).toBe(true)
  const other = new Date(Date.now() + 1_000)
  utimesSync(path, other, other)
  expect(await lost).toMatchObject({ code: 'data_folder_in_use', message: expect.stringContaining(folder) })
})

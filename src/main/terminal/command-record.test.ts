import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import {
  type CommandRecord,
  pruneSpools,
  readRecord,
  spooledCommands,
  writeRecord,
} from './command-record.ts'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'treeline-record-'))
})
afterEach(() => rm(folder, { recursive: true }))

const record = (commandId: string): CommandRecord => ({
  version: 1,
  commandId,
  taskId: 'tsk_1',
  callId: 'call_1',
  command: 'true',
  cwd: '/',
  background: false,
  pid: null,
  startedAt: 1,
  keeperPid: null,
  left: null,
  end: null,
})

async function spool(commandId: string, bytes: number, age: number) {
  writeRecord(folder, record(commandId))
  await writeFile(join(folder, `${commandId}.log`), Buffer.alloc(bytes))
  await utimes(join(folder, `${commandId}.log`), 1_000_000 - age, 1_000_000 - age)
}

test('a record comes back as it was written, and leaves nothing else behind', async () => {
  writeRecord(folder, record('cmd_a_1'))
  const ended: CommandRecord = {
    ...record('cmd_a_1'),
    end: {
      ...{ status: 'signalled', signal: 'SIGSEGV', durationMs: 3, bytes: 4, lines: 1 },
      ...{ spoolPath: '/x', bytesNotKept: 0, spoolError: null, survivors: [7] },
    },
  }
  writeRecord(folder, ended)
  expect(await readRecord(folder, 'cmd_a_1')).toEqual(ended)
  expect(await readdir(folder)).toEqual(['cmd_a_1.json'])
})

test('pruning takes the oldest first, as few as needed, and none that is kept', async () => {
  await spool('cmd_a_1', 400, 50)
  await spool('cmd_a_2', 400, 40)
  await spool('cmd_b_1', 400, 60)
  await spool('cmd_a_3', 400, 10)
  await writeFile(join(folder, 'other.txt'), Buffer.alloc(10_000))
  const keep = (id: string) => id.startsWith('cmd_b_')
  await pruneSpools(folder, keep, { bytes: 1_200, commands: 9 })
  expect((await spooledCommands(folder)).sort()).toEqual(['cmd_a_2', 'cmd_a_3', 'cmd_b_1'])
  await pruneSpools(folder, keep, { bytes: 9_000, commands: 2 })
  expect((await readdir(folder)).sort()).toEqual([
    'cmd_a_3.json',
    'cmd_a_3.log',
    'cmd_b_1.json',
    'cmd_b_1.log',
    'other.txt',
  ])
})

test('a folder that is not there has no commands', async () => {
  expect(await spooledCommands(join(folder, 'none'))).toEqual([])
  await pruneSpools(join(folder, 'none'), () => false)
})

import { describe, expect, test } from 'vitest'
import { type ProcessEntry, parsePs, pickProcesses, readProcessTable } from './process-table.ts'

const entry = (pid: number, parentPid: number, sessionId: number, commandId: string | null = null) =>
  ({ pid, parentPid, groupId: sessionId, sessionId, bornAt: `born ${pid}`, commandId }) satisfies ProcessEntry

const APP = 100
const table: ProcessEntry[] = [
  entry(1, 0, 1),
  entry(APP, 1, 90),
  entry(91, 1, 90),
  entry(200, APP, 200, 'cmd_a_1'),
  entry(201, 200, 200, 'cmd_a_1'),
  entry(202, 201, 202),
  entry(203, 1, 200),
  entry(204, 1, 204, 'cmd_a_1'),
  entry(205, 204, 205),
  entry(206, 1, 260, 'cmd_a_1'),
  entry(207, 1, 260),
  entry(300, APP, 300, 'cmd_a_12'),
  entry(400, 1, 400),
]
const pids = (entries: ProcessEntry[]) => entries.map(({ pid }) => pid).sort((a, b) => a - b)
const owns = (id: string) => id === 'cmd_a_1'

describe('pickProcesses', () => {
  test('children, daemons with the marker and their children, and whoever shares a session made by these', () => {
    expect(pids(pickProcesses(table, { owns }, new Map(), APP))).toEqual([
      200, 201, 202, 203, 204, 205, 206, 207,
    ])
  })

  test('the shell before it has its marker, but only as our child', () => {
    const nothing = () => false
    expect(pids(pickProcesses(table, { owns: nothing, shellPid: 300 }, new Map(), APP))).toEqual([300])
    expect(pickProcesses(table, { owns: nothing, shellPid: 400 }, new Map(), APP)).toEqual([])
  })

  test('what was known before, unless its number has a new owner', () => {
    const known = new Map([
      [400, 'born 400'],
      [91, 'born earlier'],
    ])
    expect(pids(pickProcesses(table, { owns: () => false }, known, APP))).toEqual([400])
  })

  test('never the app, its session, or the first process', () => {
    const marked = [entry(1, 0, 1, 'cmd_a_1'), entry(APP, 1, 90, 'cmd_a_1'), entry(91, 1, 90)]
    expect(pickProcesses(marked, { owns }, new Map(), APP)).toEqual([])
  })
})

test('parsePs reads what macOS prints', () => {
  const output = [
    '    1     0     1 Ss   Mon Nov  2 09:00:00 2026 /sbin/launchd',
    '  501     1   501 Ss+  Mon Nov  2 09:15:07 2026 bash -c sleep 9 HOME=/Users/a TREELINE_COMMAND_ID=cmd_a_1 PATH=/bin',
    '  502   501   501 Z+   Mon Nov  2 09:15:08 2026 (sleep)',
    '',
  ].join('\n')
  expect(parsePs(output)).toEqual([
    { pid: 1, parentPid: 0, groupId: 1, sessionId: 1, bornAt: 'Mon Nov  2 09:00:00 2026', commandId: null },
    {
      pid: 501,
      parentPid: 1,
      groupId: 501,
      sessionId: 501,
      bornAt: 'Mon Nov  2 09:15:07 2026',
      commandId: 'cmd_a_1',
    },
  ])
})

test.skipIf(process.platform === 'win32')('readProcessTable sees this process and its parent', async () => {
  const seen = await readProcessTable()
  const self = seen.find(({ pid }) => pid === process.pid)
  expect(self?.parentPid).toBe(process.ppid)
  expect(seen.some(({ pid }) => pid === process.ppid)).toBe(true)
})

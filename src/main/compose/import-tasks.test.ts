import { describe, expect, it } from 'vitest'
import { calling, completing } from '../testing/conversation.ts'
import { findFaults } from '../testing/soundness.ts'
import { startTestApp, type TestApp } from '../testing/test-app.ts'

type Json = { version: number; tasks: { displayId: string; events: Record<string, unknown>[] }[] }

/** A root whose child asks whether it may run a command, while the root waits for it. */
async function waitingTree(): Promise<TestApp> {
  const test = await startTestApp({
    script: ({ opening }) =>
      opening === 'Find it.'
        ? calling('new_task', { mode: 'code', message: 'Run it.', checks: { run: 'touch ran' } })
        : calling('execute_command', { command: 'touch ran' }),
  })
  test.create('Find it.', { approve: ['subtask_create'] })
  await test.until('SA-2', 'awaiting_approval')
  return test
}

async function exported(test: TestApp, displayId: string, subtree: boolean): Promise<string> {
  return (await test.app.transcript.export(test.id(displayId), 'json', subtree)).content
}

function bringIn(test: TestApp, text: string) {
  return test.app.taskImport.json(test.workspace.id, text)
}

describe('tasks that are imported', () => {
  it('do not go to work by themselves, now or after a start, and what was open in them is over', async () => {
    const test = await waitingTree()
    try {
      const text = (await exported(test, 'SA-1', true)).replaceAll('"approved": false', '"approved": true')
      const asked = test.server.requests.length
      const { tasks, notes } = bringIn(test, text)
      expect(notes).toEqual([])
      expect(tasks.map(({ displayId }) => displayId)).toEqual(['SA-3', 'SA-4'])
      const [root, child] = [test.view('SA-3'), test.view('SA-4')]
      expect([root.status, child.status, child.parentId, child.rootId]).toEqual([
        ...['paused', 'paused', root.id, root.id],
      ])
      expect(root.createdAt).toBe(test.view('SA-1').createdAt)
      // The parent still waits for its child; the child's command is neither asked about nor allowed any more.
      expect(Object.values(root.calls)[0]?.subtask).toMatchObject({ childId: child.id, outcome: null })
      const [command] = Object.values(child.calls)
      expect([command?.status, command?.outcome, command?.approval?.decision]).toEqual([
        ...['finished', 'cancelled', 'withdrawn'],
      ])
      expect(child.checks?.approved).toBe(false)
      await test.restart('continue')
      expect(test.task('SA-3').status).toBe('paused')
      expect(test.server.requests.length).toBe(asked)
      expect(findFaults(test.app, { dataFolder: test.dataFolder, requests: [] })).toEqual([])
    } finally {
      await test.dispose()
    }
  })

  it('go on when a person has them go on, and return to their parents', async () => {
    let ends = false
    const test = await startTestApp({
      script: ({ opening, turn }) => {
        if (opening === 'Find it.' && turn === 0)
          return calling('new_task', { mode: 'code', message: 'Run it.' })
        return ends ? completing('There it is.') : calling('execute_command', { command: 'true' })
      },
    })
    try {
      test.create('Find it.', { approve: ['subtask_create'] })
      await test.until('SA-2', 'awaiting_approval')
      bringIn(test, await exported(test, 'SA-1', true))
      ends = true
      test.app.autoApprove.set({ scope: 'task', taskId: test.id('SA-3') }, { subtask_finish: true })
      test.tasks.resume(test.id('SA-3'))
      await test.until('SA-3', 'completed')
      expect(test.task('SA-4').status).toBe('completed')
    } finally {
      await test.dispose()
    }
  })

  it('bring the part of a tree that was exported: a subtask as a root, what is missing as what its parent knew', async () => {
    const test = await waitingTree()
    try {
      bringIn(test, await exported(test, 'SA-2', true))
      expect(test.view('SA-3')).toMatchObject({ parentId: null, depth: 0, rootId: test.id('SA-3') })
      bringIn(test, await exported(test, 'SA-1', false))
      expect(test.view('SA-4')).toMatchObject({ parentId: null, status: 'paused' })
      const [call] = Object.values(test.view('SA-4').calls)
      expect(call).toMatchObject({ outcome: 'cancelled', subtask: { outcome: 'cancelled' } })
      expect(test.app.store.tasks.deleted().map(({ title }) => title)).toEqual(['Run it.'])
      expect(findFaults(test.app, { dataFolder: test.dataFolder, requests: [] })).toEqual([])
    } finally {
      await test.dispose()
    }
  })

  it('come whole or not at all, and a faulty file is told where it is faulty', async () => {
    const test = await waitingTree()
    try {
      const text = await exported(test, 'SA-1', true)
      const changed = (change: (file: Json) => void): string => {
        const file = JSON.parse(text)
        change(file)
        return JSON.stringify(file)
      }
      const second = (change: (events: Record<string, unknown>[]) => void) =>
        changed(({ tasks }) => change(tasks[1]?.events ?? []))
      const faults: [text: string, words: string | RegExp][] = [
        ['', /no whole JSON/],
        [text.slice(0, 500), 'no whole JSON'],
        [text.replace('"seq": 2', '"seq": two'), /no whole JSON in line \d+, column \d+/],
        ['[1]', 'no JSON object'],
        ['{"format":"other"}', 'its format is "other"'],
        [changed((file) => (file.version = 2)), 'version 2 of the format'],
        [changed((file) => (file.tasks = [])), 'tasks: '],
        [
          second((events) => (events[3] = { ...events[3], type: 'task.dreamt' })),
          /tasks\[1\] \(SA-2\), event 4: .*"task\.dreamt"/,
        ],
        [
          second((events) => events.splice(0, 1, { ...events[0], title: 1 })),
          /tasks\[1\] \(SA-2\), event 1 \(task\.created\): title/,
        ],
        [second((events) => events.splice(1, 1)), /tasks\[1\] \(SA-2\), event 2: event 3 stands there/],
        [second((events) => ((events[0] ?? {}).at = 'now')), /event 1: at/],
        [changed(({ tasks }) => tasks.push(...tasks.slice(1))), 'is there twice'],
        [second((events) => ((events[1] ?? {}).to = 'completed')), /do not follow on one another/],
      ]
      const before = test.app.store.tasks.list().length
      for (const [faulty, words] of faults) {
        expect(() => bringIn(test, faulty), faulty.slice(0, 80)).toThrow(words)
      }
      expect(test.app.store.tasks.list()).toHaveLength(before)
      expect(test.problems).toEqual([])
    } finally {
      await test.dispose()
    }
  })

  it('say which modes are not here', async () => {
    const test = await waitingTree()
    try {
      const text = (await exported(test, 'SA-2', false))
        .replace(/"modeSnapshotId": "\w+"/, '"modeSnapshotId": "gone"')
        .replace('"mode": "code",\n          "modeName"', '"mode": "poet",\n          "modeName"')
      const { notes, tasks } = bringIn(test, text)
      expect(notes).toEqual([
        'The mode “poet” is not here: what goes on in it goes on with the rights of Ask.',
      ])
      expect(tasks).toHaveLength(1)
    } finally {
      await test.dispose()
    }
  })
})

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import type { TranscriptItem } from '../../contract/task-view.ts'
import type { ScriptedTurn } from '../model/scripted-turn.ts'
import { completing } from './conversation.ts'
import type { ExpectedEnd } from './provider-faults.ts'
import { startTestApp, type TestApp } from './test-app.ts'

/** A key that would be found wherever it was written. */
export const tracedKey = 'sk-trace-0123456789abcdef'

type Turn = Extract<TranscriptItem, { type: 'turn' }>

/** The turns of a task in the order of its transcript. */
export function turnsOf(test: TestApp, displayId = 'SA-1'): Turn[] {
  return test.view(displayId).items.filter((item) => item.type === 'turn')
}

/**
 * Has the whole app meet a fault with a task's first request and checks how the task ends up, that nothing was
 * carried out, and that the key was written nowhere. What the histories were is checked when the app closes.
 */
export async function meetFault(fault: ScriptedTurn, expected: ExpectedEnd): Promise<void> {
  let faulty = true
  const test = await startTestApp({
    script: () => (faulty ? fault : completing('Done.')),
    environment: { TREELINE_API_KEY: tracedKey },
  })
  try {
    const heard = test.event(({ body }) => {
      if (body.type !== 'turn.aborted' && body.type !== 'turn.committed') return false
      if (expected.end !== 'paused') faulty = false
      return true
    })
    test.create('Do it.', { approve: 'all', mode: 'code' })
    switch (expected.end) {
      case 'paused': {
        await test.until('SA-1', 'paused', 'failed', 'completed')
        expect(test.task('SA-1')).toMatchObject({
          status: 'paused',
          needs: expected.needs,
          statusReason: expect.stringMatching(expected.words),
        })
        if (expected.requests !== undefined) expect(test.server.requests).toHaveLength(expected.requests)
        faulty = false
        test.tasks.resume(test.id('SA-1'))
        break
      }
      case 'retried': {
        await heard
        const [failed] = turnsOf(test)
        const retryInMs = failed?.failure?.retryInMs ?? -1
        expect(failed).toMatchObject({ state: 'aborted', failure: { kind: expected.kind } })
        expect(failed?.text).toBe(expected.partial ?? '')
        const [least, most] = expected.waits ?? [0, Number.POSITIVE_INFINITY]
        expect(retryInMs).toBeGreaterThanOrEqual(least)
        expect(retryInMs).toBeLessThanOrEqual(most)
        expect(test.task('SA-1').waits).toMatchObject({ for: expected.kind })
        test.tasks.retryNow(test.id('SA-1'))
        break
      }
      case 'answered':
        await heard
        expect(turnsOf(test)[0]).toMatchObject({ state: 'committed', text: expected.text })
        break
      default:
        expected satisfies never
    }
    await test.until('SA-1', 'completed', 'failed', 'paused')
    expect(test.task('SA-1')).toMatchObject({ status: 'completed', needs: null, waits: null })
    expect(test.calls('SA-1').map(({ name }) => name)).toEqual(['attempt_completion'])
    expectKeyNowhere(test)
  } finally {
    await test.dispose()
  }
}

/** That the key stands in no file of the data folder, in no view and in no word of the app. */
export function expectKeyNowhere(test: TestApp): void {
  const files = readdirSync(test.dataFolder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
  expect(files.filter((path) => readFileSync(path).includes(tracedKey))).toEqual([])
  expect(JSON.stringify([test.view('SA-1'), test.app.store.tasks.list(), test.problems])).not.toContain(
    tracedKey,
  )
}

import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { calling, completing } from '../src/main/testing/conversation.ts'
import { buildMessage, medianStory, prompt, synthesis } from './support/median-story.ts'
import { expect, type Place, test } from './support/place.ts'
import type { Script } from './support/scripted-model.ts'

/** Plays a story, but holds one answer back for ever. `reached` resolves when the model was asked for it. */
function holdAt(place: Place, story: Script, isHeld: (conversation: Parameters<Script>[0]) => boolean) {
  const { promise: reached, resolve } = Promise.withResolvers<void>()
  place.model.play((conversation) => {
    if (!isHeld(conversation)) return story(conversation)
    resolve()
    return new Promise(() => {})
  })
  return reached
}

const inBuild =
  (turn: number): Parameters<typeof holdAt>[2] =>
  (conversation) =>
    conversation.opening.includes(buildMessage) && conversation.turn === turn

for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 130],
] as const) {
  test(`${signal} stops the tree so that resume goes on where it was`, async ({ place }) => {
    const reached = holdAt(place, medianStory, inBuild(2))
    const run = place.startTreeline(['run', prompt, '--approve', 'all'])
    await reached
    run.signal(signal)
    expect((await run.ended).code).toBe(code)
    expect(run.stdout()).toBe('')
    const before = JSON.parse((await place.treeline('tasks', '--json')).stdout)
    expect(
      Object.fromEntries(
        before.map((task: { displayId: string; status: string }) => [task.displayId, task.status]),
      ),
    ).toMatchObject({
      'SA-2': 'completed',
      'SA-3': 'paused',
    })

    place.model.play(medianStory)
    const asked = place.model.bodies().length
    const again = await place.treeline('resume', 'SA-1')
    expect([again.code, again.stdout]).toEqual([0, `${synthesis}\n`])
    expect(place.model.bodies().length - asked).toBe(3)
    expect(
      (await place.treeline('show', 'SA-1')).stdout.match(/SA-3 .*completed/g)?.length ?? 0,
    ).toBeGreaterThan(0)
  })
}

test('kill -9 in the middle of an answer: resume asks again and delivers each summary once', async ({
  place,
}) => {
  const reached = holdAt(place, medianStory, inBuild(1))
  const run = place.startTreeline(['run', prompt, '--approve', 'all'])
  await reached
  await run.end('SIGKILL')
  place.model.play(medianStory)
  const again = await place.treeline('resume', '--json')
  expect([again.code, again.stderr]).toEqual([0, ''])
  const events = again.stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
  expect(events.at(-1)).toMatchObject({
    type: 'result',
    displayId: 'SA-1',
    status: 'completed',
    result: synthesis,
  })
  const whole = JSON.parse((await place.treeline('export', 'SA-1', '--format', 'json')).stdout)
  expect(JSON.stringify(whole).match(/"subtask\.returned"/g)).toHaveLength(2)
})

test('kill -9 during a command: it is not run again before somebody says what became of it', async ({
  place,
}) => {
  const marker = join(place.folder, 'runs.txt')
  place.model.play(({ turn, last }) =>
    turn === 0
      ? calling('execute_command', { command: 'echo run >> runs.txt; sleep 60' })
      : completing(last.slice(0, 4_000)),
  )
  const run = place.startTreeline(['run', 'Run it.', '--mode', 'code', '--approve', 'all', '--json'])
  await run.line(/"command\.started"/)
  await expect.poll(() => existsSync(marker)).toBe(true)
  await run.end('SIGKILL')
  const again = await place.treeline('resume', 'SA-1', '--approve', 'all')
  expect([again.code, again.stdout]).toEqual([3, ''])
  expect(again.stderr).toContain('What it had changed by then is not known.')
  const [, typed = ''] = /without it: +treeline (settle SA-1 --call call_\w+ skip)\n/.exec(again.stderr) ?? []
  expect((await place.treeline('settle', 'SA-1', 'maybe')).code).toBe(2)
  const settled = await place.treeline(...typed.split(' '), '--note', 'Never mind.')
  expect(settled.code).toBe(0)
  expect(settled.stdout).toMatch(/not known.*Never mind\./s)
  expect(readFileSync(marker, 'utf8')).toBe('run\n')
  const late = await place.treeline('settle', 'SA-1', 'rerun')
  expect([late.code, late.stderr]).toEqual([2, expect.stringContaining('No call of SA-1 waits')])
})

test('a second Ctrl-C leaves at once, and resume still goes on', async ({ place }) => {
  const reached = holdAt(place, medianStory, inBuild(0))
  const run = place.startTreeline(['run', prompt, '--approve', 'all'])
  await reached
  run.signal('SIGINT')
  run.signal('SIGINT')
  // Where it is only closing down by then, the second ends it as a signal does.
  const { code, signal } = await run.ended
  expect(code ?? signal).toBe(code === null ? 'SIGINT' : 130)
  place.model.play(medianStory)
  const again = await place.treeline('resume')
  expect([again.code, again.stdout]).toEqual([0, `${synthesis}\n`])
})

test('other commands leave what was interrupted as it is', async ({ place }) => {
  const reached = holdAt(place, medianStory, ({ opening }) => opening === prompt)
  const run = place.startTreeline(['run', prompt, '--approve', 'all'])
  await reached
  await run.end('SIGKILL')
  place.model.play(({ opening }) =>
    opening === 'Something else.' ? completing('Else.') : { status: 400, body: {} },
  )
  const other = await place.treeline('run', 'Something else.', '--mode', 'code')
  expect([other.code, other.stdout]).toEqual([0, 'Else.\n'])
  expect((await place.treeline('tasks')).stdout).toMatch(/SA-1 {2}interrupted/)
})

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { taskSummarySchema } from '../src/contract/task-summary.ts'
import { calling, completing, refusing } from '../src/main/testing/conversation.ts'
import {
  buildMessage,
  command,
  medianStory,
  planMessage,
  prompt,
  synthesis,
  written,
} from './support/median-story.ts'
import { expect, type Place, test } from './support/place.ts'
import { toolNames } from './support/scripted-model.ts'

const linesOf = (text: string) =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))

/** The tasks as `treeline tasks --json` gives them, by display id. */
async function tasksOf(place: Place) {
  const { code, stdout, stderr } = await place.treeline('tasks', '--json')
  expect([code, stderr]).toEqual([0, ''])
  return z.array(taskSummarySchema).parse(JSON.parse(stdout))
}

async function statusesOf(place: Place) {
  return Object.fromEntries((await tasksOf(place)).map(({ displayId, status }) => [displayId, status]))
}

test('run --approve all: the result alone on stdout, the progress on stderr, exit code 0', async ({
  place,
}) => {
  place.model.play(medianStory)
  const { code, stdout, stderr } = await place.treeline('run', prompt, '--approve', 'all')
  expect({ code, stdout }).toEqual({ code: 0, stdout: `${synthesis}\n` })
  expect(stderr).toContain('SA-1  starts in orchestrator mode')
  expect(stderr).toContain('  SA-2  starts in architect mode')
  expect(stderr).toContain('SA-1  starts SA-3 (code) and waits')
  expect(stderr).toContain('  SA-3  edited src/stats.js')
  expect(stderr).toContain(`  SA-3  ran ${command}`)
  expect(stderr).toContain('SA-1  SA-3 returned: completed')
  expect(readFileSync(join(place.folder, 'src/stats.js'), 'utf8')).toBe(written)
  // What each was sent: a child its message alone, the parent the summaries alone.
  const [plan] = place.model.requestsOf(planMessage)
  expect(plan?.rawBody).not.toContain(prompt)
  expect(plan?.mode).toBe('architect')
  const last = place.model.requestsOf(prompt).at(-1)?.rawBody
  expect(last).toContain('src/stats.js has a median; it loads.')
  for (const inside of ['loaded-42', 'read_file', 'write_to_file', 'execute_command']) {
    expect(last).not.toContain(inside)
  }
})

test('run --json: every line parses, sequences have no gap, the last is the result', async ({ place }) => {
  place.model.play(medianStory)
  const { code, stdout } = await place.treeline('run', prompt, '--approve', 'all', '--json')
  expect(code).toBe(0)
  const lines = linesOf(stdout)
  const taskId = lines[0].taskId
  expect(lines.at(-1)).toEqual({
    type: 'result',
    taskId,
    displayId: 'SA-1',
    status: 'completed',
    result: synthesis,
  })
  const seen = new Map<string, number>()
  for (const { type, taskId, displayId, seq, at } of lines.slice(0, -1)) {
    expect([typeof type, displayId, typeof at]).toEqual([
      'string',
      expect.stringMatching(/^SA-[123]$/),
      'number',
    ])
    expect([type, displayId, seq]).toEqual([type, displayId, (seen.get(taskId) ?? 0) + 1])
    seen.set(taskId, seq)
  }
  expect(seen.size).toBe(3)
  const types = lines.map(({ type }) => type)
  for (const type of [
    'task.created',
    'subtask.started',
    'turn.committed',
    'tool.finished',
    'subtask.returned',
  ]) {
    expect(types).toContain(type)
  }
})

test('run --approve none stops at the first question with exit code 3 and says how to go on', async ({
  place,
}) => {
  place.model.play(medianStory)
  const { code, stdout, stderr } = await place.treeline('run', prompt, '--approve', 'none')
  expect({ code, stdout }).toEqual({ code: 3, stdout: '' })
  expect(stderr).toContain(`SA-1  waits for your approval: start a subtask in architect mode: ${planMessage}`)
  expect(stderr).toContain('SA-1 waits for you (awaiting_approval)')
  expect(stderr).toContain('treeline resume SA-1')
  expect(await statusesOf(place)).toEqual({ 'SA-1': 'awaiting_approval' })
})

test('run --approve with a list approves that and nothing else; resume approves the rest', async ({
  place,
}) => {
  place.model.play(medianStory)
  const first = await place.treeline(
    'run',
    prompt,
    '--approve',
    'read,subtask-create, subtask_finish',
    '--json',
  )
  expect(first.code).toBe(3)
  expect(linesOf(first.stdout).at(-1)).toMatchObject({
    type: 'result',
    status: 'awaiting_subtask',
    result: null,
  })
  expect(first.stderr).toContain('SA-3 waits for you (awaiting_approval)')
  expect(await statusesOf(place)).toEqual({
    'SA-1': 'awaiting_subtask',
    'SA-2': 'completed',
    'SA-3': 'awaiting_approval',
  })
  const asked = place.model.bodies().length

  const second = await place.treeline('resume', 'SA-1', '--approve', 'edit')
  expect(second.code).toBe(3)
  expect(second.stderr).toContain(`run ${command}`)
  const third = await place.treeline('resume', '--approve', 'all', '--json')
  expect(third.code).toBe(0)
  expect(linesOf(third.stdout).at(-1)).toMatchObject({
    type: 'result',
    status: 'completed',
    result: synthesis,
  })
  // The command's answer, the completion, the synthesis and nothing that was asked before.
  expect(place.model.bodies().length - asked).toBe(3)
  const nothing = await place.treeline('resume')
  expect([nothing.code, nothing.stderr]).toEqual([0, 'Nothing is paused, interrupted or waiting.\n'])
})

test('a failing child returns to its parent; a failing root ends with exit code 1', async ({ place }) => {
  place.model.play(({ opening, turn, last }) => {
    if (opening.includes(buildMessage)) return refusing('Not this one.')
    if (opening === 'Fail.') return refusing('Never heard of it.')
    return turn === 0
      ? calling('new_task', { mode: 'code', message: buildMessage })
      : completing(last.slice(0, 40))
  })
  const whole = await place.treeline('run', prompt, '--approve', 'all')
  expect({ code: whole.code, stdout: whole.stdout }).toEqual({
    code: 0,
    stdout: 'Subtask SA-2 (code) failed before it was\n',
  })
  expect(whole.stderr).toContain('SA-1  SA-2 returned: failed')
  const failed = await place.treeline('run', 'Fail.', '--approve', 'all', '--json')
  expect(failed.code).toBe(1)
  expect(linesOf(failed.stdout).at(-1)).toMatchObject({
    type: 'result',
    displayId: 'SA-3',
    status: 'failed',
    result: null,
  })
})

test('what a person has to mend ends with exit code 3 and words, for a child as for a root, and is resumed', async ({
  place,
}) => {
  let wrong = true
  place.model.play(({ opening, turn }) => {
    if (opening === 'Delegate.' && turn === 0) return calling('new_task', { mode: 'ask', message: 'Look.' })
    return wrong && opening === 'Look.'
      ? { status: 401, body: { error: { message: 'No such key.' } } }
      : completing('Looked.')
  })
  const run = await place.treeline('run', 'Delegate.', '--approve', 'all')
  expect([run.code, run.stdout]).toEqual([3, ''])
  expect(run.stderr).toMatch(/SA-2 waits for you \(paused\): .*refused the API key .*mend TREELINE_API_KEY/)
  expect(run.stderr).toContain('Go on with: treeline resume SA-1')
  const root = await place.treeline('run', 'Look.', '--approve', 'all')
  expect([root.code, root.stderr.match(/refused the API key/g)]).toMatchObject([3, { length: 3 }])
  wrong = false
  const resumed = await place.treeline('resume', 'SA-1', '--approve', 'all')
  expect([resumed.code, resumed.stdout]).toEqual([0, 'Looked.\n'])
})

test('a question stops with exit code 3; with followup approved the first suggestion answers', async ({
  place,
}) => {
  place.model.play(({ turn, last }) =>
    turn === 0
      ? calling('ask_followup_question', {
          question: 'Which way?',
          follow_up: [{ text: 'Left' }, { text: 'Right' }],
        })
      : completing(`They said: ${last}`),
  )
  const asked = await place.treeline('run', 'Go.', '--approve', 'none')
  expect(asked.code).toBe(3)
  expect(asked.stderr).toContain('SA-1  asks: Which way?')
  expect(asked.stderr).toContain('SA-1 waits for you (awaiting_input)')
  const answered = await place.treeline('run', 'Go.', '--approve', 'followup')
  expect(answered.code).toBe(0)
  expect(answered.stdout).toContain('Left')
})

test('a model can write nothing into the terminal but text', async ({ place }) => {
  const hostile = '\u001b]0;owned\u0007\u001b[2J\u009b1;1HApproved'
  place.model.play(({ turn }) =>
    turn === 0
      ? calling('ask_followup_question', { question: hostile, follow_up: [{ text: hostile }] }, hostile)
      : completing(hostile),
  )
  const run = await place.treeline('run', hostile, '--approve', 'followup')
  expect(run.code).toBe(0)
  expect(run.stderr).toContain('Approved')
  expect(run.stderr).not.toMatch(/(?![\t\n])\p{Cc}/u)
  // What goes into a file or another program is what the model wrote.
  expect(run.stdout).toBe(`${hostile}\n`)
})

test('--simple has no subtasks, --model names the model, - reads the prompt', async ({ place }) => {
  place.model.play(() => completing('Done.'))
  const run = place.startTreeline(['run', '-', '--mode', 'code', '--simple', '--model', 'other-model'])
  run.feed('Do what the\nstandard input says.\n')
  expect((await run.ended).code).toBe(0)
  const [request] = place.model.requestsOf('Do what the\nstandard input says.')
  expect(request?.body.model).toBe('other-model')
  expect(toolNames(request?.body as never)).not.toContain('new_task')
})

test('what was typed wrong is exit code 2 and says what there is', async ({ place }) => {
  const faults: [string[], RegExp][] = [
    [['run'], /needs a prompt/],
    [['run', '  '], /needs a prompt/],
    [['run', 'Do.', '--approve', 'everything'], /does not know everything.*subtask_create/],
    [['run', 'Do.', '--approve', 'all,read'], /all or none alone/],
    [['run', 'Do.', '--approve', ''], /does not know nothing/],
    [['run', 'Do.', '--mode', 'poet'], /no mode "poet".*orchestrator.*code/],
    [['run', 'Do.', '--colour'], /unknown option '--colour'/],
    [['show', 'SA-99'], /no task SA-99/],
    [['export', 'tsk_none'], /no task tsk_none/],
    [['export', 'SA-99', '--format', 'pdf'], /md, json or html/],
    [['resume', 'SA-99'], /no task SA-99/],
    [['show'], /missing required argument/],
    [['dance'], /unknown command 'dance'/],
  ]
  for (const [args, words] of faults) {
    const { code, stdout, stderr } = await place.treeline(...args)
    expect([args, code, stdout]).toEqual([args, 2, ''])
    expect(stderr).toMatch(words)
  }
  const elsewhere = await place.treeline('run', 'Do.', '--workspace', join(place.root, 'nowhere'))
  expect([elsewhere.code, elsewhere.stdout]).toEqual([2, ''])
  expect(elsewhere.stderr).toContain(
    `${join(place.root, 'nowhere')} cannot be opened: there is nothing at this path.`,
  )
  expect(await tasksOf(place)).toEqual([])
  expect(place.model.bodies()).toEqual([])
})

test('without a provider it says how to get one, and leaves a task that can go on', async ({ place }) => {
  const env = { TREELINE_BASE_URL: undefined, TREELINE_API_KEY: undefined, TREELINE_MODEL: undefined }
  const run = place.startTreeline(['run', 'Do.', '--approve', 'all'], env)
  expect((await run.ended).code).not.toBe(0)
  expect(run.stdout()).toBe('')
  expect(run.stderr()).toMatch(/provider|TREELINE_BASE_URL/)
})

test('run --demo plays the demo to its end, offline, on a copy of the sample', async ({ place }) => {
  const { code, stdout, stderr } = await place.treeline('run', '--demo', '--approve', 'all')
  expect([code, stderr.includes('scripted demo')]).toEqual([0, true])
  expect(stdout).toContain('`tideline` has a `median` now: planned, built, tested and reviewed.')
  expect((await tasksOf(place)).map(({ mode, status }) => [mode, status]).sort()).toEqual([
    ['architect', 'completed'],
    ['code', 'completed'],
    ['orchestrator', 'completed'],
    ['review', 'completed'],
  ])
  expect(place.model.bodies()).toEqual([])
})

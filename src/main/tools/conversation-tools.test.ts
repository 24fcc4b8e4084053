import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createToolBench, type ToolBench } from '../testing/tool-bench.ts'
import { parseTodos } from './parse-todos.ts'

let bench: ToolBench
beforeEach(async () => {
  bench = await createToolBench()
})
afterEach(() => bench.dispose())

describe('new_task', () => {
  test('starts a subtask with exactly what was asked', async () => {
    const plan = await bench.plan('new_task', { mode: 'ask', message: ' Look. ', todos: '- [ ] one' })
    const todos = [{ text: 'one', status: 'pending' }]
    expect(plan).toMatchObject({
      action: 'subtask_create',
      subject: { type: 'subtask', mode: 'ask', message: 'Look.', background: false, todos },
      activity: 'new_task ask',
    })
    expect(bench.asked).toEqual([])
    expect(await plan.execute(bench.context, null)).toEqual({ outcome: 'ok', text: 'The summary.' })
    expect(bench.asked).toEqual([['subtask', { mode: 'ask', message: 'Look.', background: false, todos }]])
  })

  test('with what the person made of it', async () => {
    const plan = await bench.plan('new_task', { mode: 'Ask', message: 'Look.', background: true })
    await plan.execute(bench.context, { mode: 'code', message: 'Do it.' })
    expect(bench.asked).toEqual([
      ['subtask', { mode: 'code', message: 'Do it.', background: true, todos: [] }],
    ])
    await expect(plan.execute(bench.context, { mode: 'gone', message: 'x' })).rejects.toThrow(
      'There is no mode "gone".',
    )
  })

  test.each<[unknown, object | undefined]>([
    [
      { run: ['npm test'], exists: ['a.md'] },
      { run: ['npm test'], exists: ['a.md'], unchanged: [] },
    ],
    [{ run: 'npm test' }, { run: ['npm test'], exists: [], unchanged: [] }],
    ['{"commands": ["a", " a ", ""]}', { run: ['a'], exists: [], unchanged: [] }],
    [{ unchanged: ['src/**'] }, { run: [], exists: [], unchanged: ['src/**'] }],
    [{ run: [], exists: [] }, undefined],
    [null, undefined],
  ])('with checks, as models write them: %j', async (checks, asked) => {
    const plan = await bench.plan('new_task', { mode: 'ask', message: 'Look.', checks })
    expect(plan.subject).toEqual({
      ...{ type: 'subtask', mode: 'ask', message: 'Look.', background: false, todos: [] },
      ...(asked === undefined ? {} : { checks: asked }),
    })
    await plan.execute(bench.context, { mode: 'code', message: 'Do it.' })
    expect(bench.asked[0]).toEqual([
      'subtask',
      {
        ...{ mode: 'code', message: 'Do it.', background: false, todos: [] },
        ...(asked === undefined ? {} : { checks: asked }),
      },
    ])
  })

  test.each([
    [{ run: ['a\0b'] }, 'checks.run: a command holds a NUL character.'],
    [{ run: ['x'.repeat(2_001)] }, 'checks.run: a command is longer than 2000 characters. Write a script.'],
    [{ exists: ['/etc/passwd'] }, 'checks.exists: /etc/passwd is not relative to the folder.'],
    [{ unchanged: ['a/../../b'] }, 'checks.unchanged: a/../../b leads out of the folder.'],
  ])('is refused with checks that cannot be: %j', async (checks, message) => {
    await expect(bench.plan('new_task', { mode: 'ask', message: 'm', checks })).rejects.toMatchObject({
      ...{ name: 'ToolError', message },
    })
  })

  test('with paths and what happens to the others when it fails, as models write them', async () => {
    const args = { mode: 'code', message: 'm', paths: ' src/api/** ', stops_others: 'true' }
    const plan = await bench.plan('new_task', args)
    const terms = { paths: ['src/api/**'], stopsOthers: true }
    expect(plan.subject).toEqual({
      ...{ type: 'subtask', mode: 'code', message: 'm', background: false, todos: [] },
      ...terms,
    })
    await plan.execute(bench.context, null)
    expect(bench.asked[0]).toEqual([
      'subtask',
      { mode: 'code', message: 'm', background: false, todos: [], ...terms },
    ])
    const without = await bench.plan('new_task', { mode: 'code', message: 'm', paths: ['', ' '] })
    expect(without.subject).not.toHaveProperty('paths')
  })

  test.each([
    ['/etc/**', 'paths: /etc/** is not relative to the folder.'],
    ['~/x', 'paths: ~/x is not relative to the folder.'],
    ['C:/x', 'paths: C:/x is not relative to the folder.'],
    ['src/../../x', 'paths: src/../../x leads out of the folder.'],
    ['src\\..\\..', 'paths: src\\..\\.. leads out of the folder.'],
    ['src\\api', 'paths: src\\api holds a backslash: put / between folders.'],
    ['!src/**', 'paths: !src/** begins with "!": name what may change, not what may not.'],
    [
      '{a,b}'.repeat(9),
      `paths: ${'{a,b}'.repeat(9)} cannot be used: ${'{a,b}'.repeat(9)} is no glob: it has more than 200 alternatives.`,
    ],
  ])('is refused with paths that cannot be: %j', async (path, message) => {
    const planned = bench.plan('new_task', { mode: 'code', message: 'm', paths: ['src', path] })
    await expect(planned).rejects.toMatchObject({ name: 'ToolError', message })
  })

  test('an unknown mode is refused with the list of known ones (R2)', async () => {
    await expect(bench.plan('new_task', { mode: 'writer', message: 'm' })).rejects.toMatchObject({
      name: 'ToolError',
      message: 'There is no mode "writer". The modes are: code (Code), ask (Ask). Nothing was done.',
    })
  })
})

describe('switch_mode', () => {
  test('to another mode, in its own words', async () => {
    const plan = await bench.plan('switch_mode', { mode_slug: 'ask', reason: 'Only questions are left.' })
    expect(plan).toMatchObject({
      action: 'mode_switch',
      subject: { type: 'mode_switch', from: 'code', to: 'ask', reason: 'Only questions are left.' },
    })
    await plan.execute(bench.context, null)
    expect(bench.asked).toEqual([['mode', { slug: 'ask', reason: 'Only questions are left.' }]])
  })

  test('not to the same one, nor to one that nobody knows', async () => {
    await expect(bench.plan('switch_mode', { mode_slug: 'code' })).rejects.toThrow('in mode code already')
    await expect(bench.plan('switch_mode', { mode_slug: 'x' })).rejects.toThrow(
      'The modes are: code (Code), ask (Ask).',
    )
  })
})

test('attempt_completion hands the result over as it is', async () => {
  const plan = await bench.plan('attempt_completion', { result: '\nDone: a.ts.\n' })
  expect(plan).toMatchObject({
    action: 'subtask_finish',
    subject: { type: 'completion', result: 'Done: a.ts.' },
  })
  expect((await plan.execute(bench.context, null)).text).toBe('The task is completed.')
  expect(bench.asked).toEqual([['complete', 'Done: a.ts.']])
})

describe('ask_followup_question', () => {
  test('asks with at most four suggestions, modes that nobody knows dropped', async () => {
    const texts = ['a', 'b', 'c', 'd', 'e']
    const followUp = texts.map((text, at) => ({ text, mode: at === 1 ? 'ask' : at === 2 ? 'gone' : null }))
    const plan = await bench.plan('ask_followup_question', { question: 'Which?', follow_up: followUp })
    const suggestions = [
      { text: 'a', mode: null },
      { text: 'b', mode: 'ask' },
      { text: 'c', mode: null },
      { text: 'd', mode: null },
    ]
    expect(plan).toMatchObject({
      action: 'followup',
      subject: { type: 'question', question: 'Which?', suggestions },
    })
    expect((await plan.execute(bench.context, null)).text).toBe('The answer is:\n\na')
    expect(bench.asked).toEqual([['ask', { question: 'Which?', suggestions }]])
  })

  test('says when the answer changed the mode', async () => {
    const { text } = await bench.run('ask_followup_question', {
      question: 'q',
      follow_up: [{ text: 'a', mode: 'ask' }],
    })
    expect(text).toBe('The answer is:\n\na\n\nThe task goes on in mode ask.')
  })
})

describe('update_todo_list', () => {
  test('sets the list, and can empty it', async () => {
    const plan = await bench.plan('update_todo_list', { todos: '- [x] one\n- [-] two\n- [ ] three' })
    const items = [
      { text: 'one', status: 'completed' },
      { text: 'two', status: 'in_progress' },
      { text: 'three', status: 'pending' },
    ]
    expect(plan).toMatchObject({
      action: 'todo',
      subject: { type: 'todo', items },
      activity: 'update_todo_list 1/3',
    })
    expect((await plan.execute(bench.context, null)).text).toBe(
      'The todo list has 3 entries, 1 of them done.',
    )
    expect((await bench.run('update_todo_list', { todos: [] })).text).toBe('The todo list is empty now.')
    expect(bench.asked).toEqual([
      ['todos', items],
      ['todos', []],
    ])
  })

  test.each<[string, Parameters<typeof parseTodos>[0], string[]]>([
    [
      'boxes and bullets',
      '* [X] a\n1. [ ] b\n2) [~] c\n[x] d\n• [✓] e\n- [] f',
      ['a completed', 'b pending', 'c in_progress', 'd completed', 'e completed', 'f pending'],
    ],
    ['no boxes', '- a\nb\n3. c', ['a pending', 'b pending', 'c pending']],
    ['headings, fences, blank lines', '# Plan\n\n```\n- [ ] a\n```\n---\n', ['a pending']],
    [
      'lines that go on',
      '- [ ] a long\n      entry\n- [ ] b\n  - [x] below',
      ['a long entry pending', 'b pending', 'below completed'],
    ],
    [
      'entries',
      [
        { text: 'a', status: 'in progress' },
        { text: 'b', status: 'DONE' },
        { text: 'c', status: 'strange' },
        { text: ' ' },
      ],
      ['a in_progress', 'b completed', 'c pending'],
    ],
    ['entries that are lines', [{ text: '- [x] a' }, { text: 'b' }], ['a completed', 'b pending']],
    ['text with brackets', '- [ ] fix [x] in a[0]', ['fix [x] in a[0] pending']],
  ])('%s', (_, todos, expected) => {
    expect(parseTodos(todos).map(({ text, status }) => `${text} ${status}`)).toEqual(expected)
  })

  test('a list beyond all measure', () => {
    expect(() => parseTodos('- [ ] a\n'.repeat(201))).toThrow('201 entries; at most 200')
  })
})

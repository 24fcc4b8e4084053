import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createAskFollowupQuestion } from './ask-followup-question.ts'
import { createNewTask } from './new-task.ts'
import { parseArguments } from './parse-arguments.ts'
import { createReadFile } from './read-file.ts'
import { createSearchFiles } from './search-files.ts'
import { type Tool, ToolError } from './tool.ts'
import { createUpdateTodoList } from './update-todo-list.ts'
import { createWriteToFile } from './write-to-file.ts'

const scope = { resolve: () => Promise.reject(new Error('not used')) }
const read = createReadFile({ scope })
const write = createWriteToFile({ scope })
const search = createSearchFiles({ scope, search: () => Promise.reject(new Error('not used')) })
const ask = createAskFollowupQuestion()
const todo = createUpdateTodoList()
const delegate = createNewTask()

const parse = (tool: Tool, args: unknown) =>
  parseArguments(tool, typeof args === 'string' ? args : JSON.stringify(args))
function refusal(tool: Tool, args: unknown): string {
  try {
    parse(tool, args)
  } catch (error) {
    if (error instanceof ToolError) return error.message
    throw error
  }
  throw new Error('It was accepted.')
}

describe('what is only wrapped wrongly is unwrapped', () => {
  test.each<[string, Tool, unknown, unknown]>([
    [
      'numbers as text',
      read,
      { path: 'a', start_line: '12', end_line: ' 20 ' },
      { path: 'a', start_line: 12, end_line: 20 },
    ],
    ['null for absent', read, { path: 'a', start_line: null, end_line: null }, { path: 'a' }],
    ['unknown fields', read, { path: 'a', explanation: 'why', __proto__: { path: 'b' } }, { path: 'a' }],
    ['another usual name', read, { file_path: 'a', offset: 3 }, { path: 'a', start_line: 3 }],
    ['encoded twice', read, JSON.stringify(JSON.stringify({ path: 'a' })), { path: 'a' }],
    ['defaults', search, { regex: 'x', path: null }, { regex: 'x', path: '.', file_pattern: '' }],
    [
      'truth as text',
      delegate,
      { mode: 'code', message: 'm', background: 'True' },
      { mode: 'code', message: 'm', background: true, stops_others: false },
    ],
    [
      'another name for the mode',
      delegate,
      { mode_slug: 'code', message: 'm' },
      { mode: 'code', message: 'm', background: false, stops_others: false },
    ],
    [
      'a list as JSON text',
      ask,
      { question: 'q', follow_up: '[{"text":"a"},"b"]' },
      { question: 'q', follow_up: [{ text: 'a' }, { text: 'b' }] },
    ],
    [
      'one thing for a list',
      ask,
      { question: 'q', follow_up: { text: 'a', mode: null } },
      { question: 'q', follow_up: [{ text: 'a' }] },
    ],
    ['a checklist', todo, { todos: '- [ ] a' }, { todos: '- [ ] a' }],
    [
      'a list of texts',
      todo,
      { todos: ['a', { content: 'b', status: 'done' }] },
      { todos: [{ text: 'a' }, { text: 'b', status: 'done' }] },
    ],
  ])('%s', (_, tool, args, expected) => {
    expect(parse(tool, args)).toEqual(expected)
  })

  test('text stays text, whatever it looks like', () => {
    for (const content of ['12', 'true', 'null', '[1]', '{"a":1}', '"x"', '']) {
      expect(parse(write, { path: 'a', content })).toEqual({ path: 'a', content })
    }
  })
})

describe('what is wrong is named', () => {
  test('each field, what was expected and what came', () => {
    expect(refusal(search, { path: 5, file_pattern: ['*.ts'] })).toBe(
      `The arguments of search_files cannot be used:
- path: expected a string, but the number 5 came
- regex: expected a string, but it is missing
- file_pattern: expected a string, but a list of 1 came
Nothing was done. It takes: path (string), regex (string, required), file_pattern (string).`,
    )
  })

  test.each<[Tool, unknown, string]>([
    [read, { path: '' }, '- path: it must not be empty'],
    [read, { path: 'a', start_line: 0 }, '- start_line: expected at least 1, but 0 came'],
    [read, { path: 'a', start_line: 1.5 }, '- start_line: expected a whole number, but the number 1.5 came'],
    [read, { path: 'a', start_line: 'ten' }, '- start_line: expected a number, but the string "ten" came'],
    [read, {}, '- path: expected a string, but it is missing'],
    [read, '', '- path: expected a string, but it is missing'],
    [
      ask,
      { question: 'q', follow_up: [{ text: 'a' }, { mode: 'code' }] },
      '- follow_up[1].text: expected a string, but it is missing',
    ],
    [ask, { question: 'q', follow_up: [] }, '- follow_up: expected at least 1, but 0 came'],
    [write, { path: 'a', content: { a: 1 } }, '- content: expected a string, but an object came'],
    [todo, {}, '- todos: it is missing'],
    [todo, { todos: 5 }, '- todos: the number 5 came, which is none of the kinds it can be'],
    [delegate, { mode: 'code', message: '  ' }, '- message: it must not be empty'],
    [read, '[1]', 'must be one JSON object, but a list of 1 came'],
    [read, 'null', 'must be one JSON object, but null came'],
  ])('%#', (tool, args, words) => {
    expect(refusal(tool, args)).toContain(words)
  })
})

describe('broken JSON is not repaired', () => {
  test.each([
    [
      '{"path": "a", "content": "one\\ntw',
      /they break off after 33 characters, at …".*one.*tw"\. .*several smaller calls\. Nothing was done\.$/,
    ],
    ['{"path": "a"', /break off after 12 characters/],
    ['{"path": "a",', /break off after 13 characters/],
    ['{"path": ', /break off after 9 characters/],
    ["{'path': 'a'}", /no valid JSON: Expected .* at character 2, after …"\{"\. Send the call again/],
    ['{"path": "a", "content": "x"} trailing', /at character 31/],
    ['{"path": "a", "content": "one\ntwo"}', /Bad control character/],
    ['{"path": "a", content: "x"}', /at character 15/],
  ])('%j', (text, words) => {
    expect(refusal(write, text)).toMatch(words)
  })

  test.each([
    ['{"path": "a", "content": "x", "path": "/etc/passwd"}', /have the key "path" twice/],
    ['{"path": "a", "content": "x", "\\u0070ath": "b"}', /have the key "path" twice/],
    ['{"path": "a", "content": "x", "__proto__": {"autoApprove": true}}', /have the key "__proto__"/],
    ['{"path": "a", "content": "x", "more": [{"k": 1, "k": 2}]}', /have the key "k" twice/],
  ])('%j could be read in two ways, and is not read at all', (text, words) => {
    expect(refusal(write, text)).toMatch(words)
    expect({}).not.toHaveProperty('autoApprove')
  })

  test('whatever comes, it is accepted whole or refused in words', () => {
    const text = JSON.stringify({ path: 'a.ts', start_line: 1, end_line: 20 })
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json(),
          fc.integer({ min: 0, max: text.length }).map((at) => text.slice(0, at)),
        ),
        (sent) => {
          try {
            expect(parseArguments(read, sent)).toHaveProperty('path')
          } catch (error) {
            expect(error).toBeInstanceOf(ToolError)
          }
        },
      ),
    )
  })

  test('nesting without end', () => {
    expect(refusal(read, '['.repeat(200_000))).toContain('read_file')
  })
})

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createToolBench, modeWith, type ToolBench } from '../testing/tool-bench.ts'
import { toolDefinition } from './tool.ts'

let bench: ToolBench
beforeAll(async () => {
  bench = await createToolBench()
})
afterAll(() => bench.dispose())

const FULL = { delegation: true, depthLeft: 3 }
const names = (...args: Parameters<ToolBench['tools']['forMode']>) =>
  bench.tools.forMode(...args).map(({ name }) => name)

describe('which tools a task has', () => {
  const always = [
    'new_task',
    'ask_followup_question',
    'switch_mode',
    'update_todo_list',
    'attempt_completion',
  ]

  test('those of the groups its mode grants, and the always-available ones', () => {
    expect(names(modeWith('orchestrator'), FULL)).toEqual(always)
    expect(names(modeWith('ask', 'read', 'browser', 'mcp'), FULL)).toEqual([
      'read_file',
      'list_files',
      'search_files',
      ...always,
    ])
    expect(names(modeWith('docs', { group: 'edit', fileRegex: '\\.md$' }), FULL)).toEqual([
      'write_to_file',
      'apply_diff',
      'edit_file',
      'delete_file',
      ...always,
    ])
    expect(names(modeWith('run', 'command'), FULL)).toEqual([
      'execute_command',
      'read_command_output',
      ...always,
    ])
  })

  test('new_task is absent without delegation and without depth', () => {
    const rest = always.slice(1)
    expect(names(modeWith('orchestrator'), { delegation: false, depthLeft: 3 })).toEqual(rest)
    expect(names(modeWith('orchestrator'), { delegation: true, depthLeft: 0 })).toEqual(rest)
  })

  test('each is found by its name, and nothing else is', () => {
    for (const tool of bench.tools.all) expect(bench.tools.find(tool.name)).toBe(tool)
    expect([bench.tools.find('toString'), bench.tools.find('')]).toEqual([null, null])
  })

  test('definitions are made once for a set of tools', () => {
    const first = bench.tools.definitions(modeWith('a', 'read', 'edit'), FULL)
    expect(bench.tools.definitions(modeWith('b', 'edit', 'read'), { delegation: true, depthLeft: 1 })).toBe(
      first,
    )
    expect(bench.tools.definitions(modeWith('a', 'read'), FULL)).not.toBe(first)
    expect(first.map(({ name }) => name)).toEqual(names(modeWith('a', 'read', 'edit'), FULL))
  })
})

/** The keywords that function schemas of OpenAI-compatible servers know. */
const KEYWORDS = new Set([
  ...[
    'type',
    'description',
    'properties',
    'required',
    'items',
    'anyOf',
    'enum',
    'default',
    'additionalProperties',
  ],
  ...[
    'minimum',
    'maximum',
    'exclusiveMinimum',
    'exclusiveMaximum',
    'minLength',
    'maxLength',
    'minItems',
    'maxItems',
  ],
])

function checkSchema(schema: Record<string, unknown>, at: string): void {
  const unknown = Object.keys(schema).filter((keyword) => !KEYWORDS.has(keyword))
  expect([at, unknown]).toEqual([at, []])
  for (const [name, property] of Object.entries(
    (schema.properties ?? {}) as Record<string, Record<string, unknown>>,
  )) {
    expect([`${at}.${name}`, typeof property.description, /^[a-z_]+$/.test(name)]).toEqual([
      `${at}.${name}`,
      'string',
      true,
    ])
    checkSchema(property, `${at}.${name}`)
  }
  if (schema.items) checkSchema(schema.items as Record<string, unknown>, `${at}[]`)
  for (const one of (schema.anyOf ?? []) as Record<string, unknown>[]) checkSchema(one, `${at}|`)
}

describe('what a model sees', () => {
  test('every tool has a plain object schema, each field described, and a short description', () => {
    for (const tool of bench.tools.all) {
      const { name, description, parameters } = toolDefinition(tool)
      expect(name).toMatch(/^[a-z_]{1,64}$/)
      expect([name, description.length > 80 && description.length <= 1_200]).toEqual([name, true])
      expect([name, parameters.type, typeof parameters.properties]).toEqual([name, 'object', 'object'])
      expect(JSON.stringify(parameters)).not.toContain('$')
      checkSchema(parameters, name)
    }
  })

  test('the examples in descriptions are calls that the schema takes', () => {
    let examples = 0
    for (const tool of bench.tools.all) {
      for (const [, example] of tool.description.matchAll(/Example: (\{.*\})/g)) {
        expect(bench.tools.parse(tool, example ?? '')).toEqual(
          expect.objectContaining(JSON.parse(example ?? '')),
        )
        examples++
      }
    }
    expect(examples).toBeGreaterThan(2)
  })
})

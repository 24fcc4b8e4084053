import fc from 'fast-check'
import { expect, test } from 'vitest'
import { changeSettings, readSettings } from './settings-text.ts'

const lines = (text: string) => readSettings(text).problems.map(({ line, severity }) => [line, severity])

test('JSON with comments is read, name by name, and what is faulty is told with its line', () => {
  const read = readSettings(`{
  // In the evening.
  "theme": "dark",
  "maxDepth": -1,
  "colour": "green",
  "treeBudget": { "cost": 5 },
  "keys": {
    "task.resume": ["F9"],
    "task.fly": ["F10"],
    "task.new": ["Ctrl+Banana"],
  },
}
`)
  expect([...read.values.keys()]).toEqual(['theme', 'treeBudget'])
  expect(read.values.get('treeBudget')).toMatchObject({ cost: 5, requests: null })
  expect([...read.faulty]).toEqual(['maxDepth', 'keys'])
  expect(read.problems.map(({ line, severity, message }) => [line, severity, message.split(':')[0]])).toEqual(
    [
      [4, 'error', 'maxDepth'],
      [5, 'warning', 'There is no setting "colour". It is kept and not used.'],
      [10, 'error', 'keys'],
    ],
  )
})

test('unknown commands, repeated and misspelt names are warned of', () => {
  const read = readSettings(
    '{\n"Theme": "dark",\n"keys": {"task.fly": []},\n"fontSize": 12, "fontSize": 14\n}',
  )
  expect(read.values.get('fontSize')).toBe(14)
  expect(read.problems).toEqual([
    { line: 2, severity: 'warning', message: expect.stringContaining('Is "theme" meant?') },
    { line: 3, severity: 'warning', message: expect.stringContaining('"task.fly"') },
    { line: 4, severity: 'warning', message: expect.stringContaining('again') },
  ])
})

test('what is no JSON, or no object, holds nothing', () => {
  expect([lines('{\n"theme": \n}'), lines('{"theme": "dark"\n"keys": {}}'), lines('[]')]).toEqual([
    [[3, 'error']],
    [[2, 'error']],
    [[1, 'error']],
  ])
  expect([readSettings('').readable, readSettings('[]').readable, readSettings('{').readable]).toEqual([
    true,
    false,
    false,
  ])
})

test('a change leaves comments, order and unknown names as they are', () => {
  const text = '{\n  // Mine.\n  "later": [1, 2],\n  "theme": "dark" // at night\n}\n'
  const changed = changeSettings(
    text,
    new Map<string, unknown>([
      ['fontSize', 15],
      ['theme', undefined],
    ]),
  )
  expect(changed.replace(/\s/g, '')).toMatch(/^\{\/\/Mine."later":\[1,2\].*\/\/atnight/)
  expect(readSettings(changed).values).toEqual(new Map([['fontSize', 15]]))
  expect(changeSettings('', new Map([['theme', 'light']]))).toBe('{\n  "theme": "light"\n}\n')
})

test('what is not there can be taken out, and a text of comments alone gets its object', () => {
  expect(changeSettings('{}', new Map([['theme', undefined]]))).toBe('{}')
  const changed = changeSettings('// Later.', new Map([['theme', 'dark']]))
  expect(changed).toBe('// Later.\n{\n  "theme": "dark"\n}\n')
  expect(changeSettings('', new Map([['theme', undefined]]))).toBe('{\n}\n')
})

test('nothing that can be typed makes it throw', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
      expect(readSettings(text).problems).toBeInstanceOf(Array)
    }),
    { numRuns: 200 },
  )
})

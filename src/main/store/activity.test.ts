import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ApprovalSubject } from '../../contract/tool-display.ts'
import { activityLength, asksTo, callTarget, fewWords, waitsFor } from './activity.ts'

describe('fewWords', () => {
  test.each([
    ['one\n  two\tthree ', 'one two three'],
    ['\u001b[31mred\u001b[0m\u0000', '[31mred [0m'],
    ['safe\u202etxt.exe', 'safetxt.exe'],
    ['', ''],
  ])('%j becomes %j', (text, words) => {
    expect(fewWords(text)).toBe(words)
  })

  test('cuts at 80 characters and splits no pair of surrogates', () => {
    expect(fewWords('a'.repeat(81))).toBe(`${'a'.repeat(79)}…`)
    expect(fewWords('a'.repeat(80))).toBe('a'.repeat(80))
    expect(fewWords(`${'a'.repeat(78)}🌲🌲`)).toBe(`${'a'.repeat(78)}…`)
  })

  test('gives one short line for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        const words = fewWords(text)
        expect(words.length).toBeLessThanOrEqual(activityLength)
        expect(words).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069\u2028]/u)
        expect(words.isWellFormed()).toBe(true)
      }),
    )
  })
})

test.each([
  ['{"path":"src/a.ts","content":"x"}', 'src/a.ts'],
  ['{"content":"a \\"path\\": \\"no\\"", "path" : "yes"}', 'yes'],
  ['{"command":"npm test -- --grep \\"a b\\""}', 'npm test -- --grep "a b"'],
  ['{"path":"caf\\u00e9"}', 'café'],
  ['{"command":"cut off in the mid', 'cut off in the mid'],
  [`{"command":"${'long '.repeat(1000)}"}`, `${'long '.repeat(15)}long…`],
  ['{"mode":"code","message":"Do it."}', 'code'],
  ['{"result":"done"}', ''],
  ['no json', ''],
  ['', ''],
])('the call with %.40s is about %j', (rawArguments, target) => {
  expect(callTarget(rawArguments)).toBe(target)
})

test('looks at the beginning of the arguments only', () => {
  const behind = (length: number) => callTarget(`{"content":"${'x'.repeat(length)}","path":"src/a.ts"}`)
  expect([behind(1_000), behind(1_000_000)]).toEqual(['src/a.ts', ''])
})

const edit = { type: 'edit', path: 'src/a.ts', patch: '', added: 1, removed: 0 } as const
test.each<[ApprovalSubject, string]>([
  [{ type: 'read', paths: ['a', 'b', 'c', 'd'], summary: 's' }, 'read a, b, c'],
  [{ type: 'read', paths: [], summary: 'the tree' }, 'read the tree'],
  [{ ...edit, created: false }, 'edit src/a.ts'],
  [{ ...edit, created: true }, 'create src/a.ts'],
  [{ type: 'delete', path: 'old', what: 'folder' }, 'delete old'],
  [{ type: 'command', command: 'npm test', cwd: '/', background: false, timeoutMs: null }, 'run npm test'],
  [
    { type: 'subtask', mode: 'code', message: 'm', background: false, todos: [] },
    'start a subtask in code mode',
  ],
  [{ type: 'completion', result: 'r' }, 'finish'],
  [{ type: 'mode_switch', from: 'ask', to: 'code', reason: '' }, 'switch to code'],
  [{ type: 'todo', items: [] }, 'change its todo list'],
  [{ type: 'question', question: 'Why?', suggestions: [] }, 'ask: Why?'],
  [{ type: 'other', title: 'call a tool', body: '' }, 'call a tool'],
])('asks about %o', (subject, words) => {
  expect(asksTo(subject)).toBe(words)
})

test('names at most five it waits for', () => {
  expect(waitsFor(['TL-4'])).toBe('waits for TL-4')
  expect(waitsFor(['TL-1', 'TL-2', 'TL-3', 'TL-4', 'TL-5', 'TL-6', 'TL-7'])).toBe(
    'waits for TL-1, TL-2, TL-3, TL-4, TL-5 and 2 more',
  )
})

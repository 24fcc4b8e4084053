import { describe, expect, test } from 'vitest'
import { type ActionType, actionTypes, defaultAutoApprove } from '../../contract/action-type.ts'
import type { GroupGrant, Mode, ToolGroup } from '../../contract/mode.ts'
import { boundedMatch } from './bounded-match.ts'
import { decide, type Order } from './decide.ts'
import { resolveAutoApprove } from './resolve-auto-approve.ts'

function modeWith(...groups: (ToolGroup | GroupGrant)[]): Mode {
  return {
    slug: 'docs',
    name: 'Docs',
    description: '',
    whenToUse: '',
    roleDefinition: 'You write.',
    customInstructions: '',
    groups: groups.map((group) => (typeof group === 'string' ? { group } : group)),
    source: 'user',
  }
}
const ALL = modeWith('read', 'edit', 'command', 'browser', 'mcp')
const READ = { name: 'read_file', group: 'read' as const }
const EDIT = { name: 'write_to_file', group: 'edit' as const }

function order(
  action: ActionType,
  on: Partial<Record<ActionType, boolean>>,
  more: Partial<Order> = {},
): Order {
  return {
    plan: { action, subject: { type: 'edit' }, paths: ['/ws/src/a.ts'] },
    tool: EDIT,
    mode: ALL,
    folder: '/ws',
    entries: resolveAutoApprove({ everywhere: on }),
    ...more,
  }
}

describe('the toggle of an action', () => {
  test('on: the rule names it and the place it comes from', () => {
    const entries = resolveAutoApprove({ everywhere: { edit: false }, workspace: { edit: true } })
    expect(decide(order('edit', {}, { entries }))).toEqual({
      verdict: 'allow',
      rule: 'Auto-approve “Edit files” is on for this workspace.',
    })
    expect(decide(order('read', {}, { tool: READ }))).toEqual({
      verdict: 'allow',
      rule: 'Auto-approve “Read files” is on by default.',
    })
  })

  test('off: the reason says so', () => {
    expect(decide(order('edit', {}))).toEqual({
      verdict: 'ask',
      why: 'Auto-approve “Edit files” is off by default.',
    })
    expect(
      decide(order('command', { command: false }, { tool: { name: 'execute_command', group: 'command' } })),
    ).toEqual({
      verdict: 'ask',
      why: 'Auto-approve “All commands” is off everywhere.',
    })
  })

  test('flipping one changes no other (R24)', () => {
    const tool = { name: 'any', group: null }
    for (const flipped of actionTypes) {
      const entries = resolveAutoApprove({ everywhere: { [flipped]: !defaultAutoApprove[flipped] } })
      for (const action of actionTypes) {
        const on = defaultAutoApprove[action] !== (action === flipped)
        expect(decide(order(action, {}, { tool, entries })).verdict).toBe(on ? 'allow' : 'ask')
      }
    }
  })

  test('one that is missing is off', () => {
    expect(decide(order('read', {}, { entries: [] })).verdict).toBe('ask')
  })
})

describe('a call that does two things needs both toggles', () => {
  const deletion = (action: ActionType, path: string) => ({
    action,
    subject: { type: 'delete' as const },
    paths: [path],
  })

  test.each([
    ['delete', { delete: true }, '/ws/a', 'allow'],
    ['edit_outside', { delete: true }, '/out/a', 'ask'],
    ['edit_outside', { edit_outside: true }, '/out/a', 'ask'],
    ['edit_outside', { edit_outside: true, delete: true }, '/out/a', 'allow'],
    ['edit_protected', { edit_protected: true }, '/ws/.git', 'ask'],
    ['edit_protected', { edit_protected: true, delete: true }, '/ws/.git', 'allow'],
  ] as const)('deleting, %s with %j of %s: %s', (action, on, path, verdict) => {
    expect(decide(order(action, on, { plan: deletion(action, path) })).verdict).toBe(verdict)
  })

  test('what is protected and outside', () => {
    const plan = {
      action: 'edit_protected' as const,
      subject: { type: 'edit' as const },
      paths: ['/out/.npmrc'],
    }
    expect(decide(order('edit_protected', { edit_protected: true }, { plan }))).toEqual({
      verdict: 'ask',
      why: '/out/.npmrc lies outside the workspace. Auto-approve “Edit outside” is off by default.',
    })
    expect(decide(order('edit_protected', { edit_outside: true }, { plan }))).toEqual({
      verdict: 'ask',
      why: '“.npmrc” is protected, because it governs what runs or what the agent may do. Auto-approve “Edit protected files” is off by default.',
    })
    expect(decide(order('edit_protected', { edit_outside: true, edit_protected: true }, { plan }))).toEqual({
      verdict: 'allow',
      rule: 'Auto-approve “Edit protected files” is on everywhere. Auto-approve “Edit outside” is on everywhere.',
    })
  })
})

describe('the mode', () => {
  const on = { edit: true, edit_outside: true, edit_protected: true, delete: true }
  const edits = (mode: Mode, ...paths: string[]) => {
    const plan = { action: 'edit' as const, subject: { type: 'edit' as const }, paths }
    const verdict = decide(order('edit', on, { mode, plan }))
    return verdict.verdict === 'refuse' ? verdict.message : verdict.verdict
  }

  test('must grant the tool’s group, whatever the toggles say', () => {
    expect(decide(order('edit', on, { mode: modeWith('read') }))).toEqual({
      verdict: 'refuse',
      message: 'write_to_file needs the edit tools, and mode docs grants only these: read. Nothing was done.',
    })
    expect(decide(order('edit', on, { mode: modeWith() }))).toMatchObject({
      message: expect.stringContaining('grants no tools that touch the workspace'),
    })
    expect(
      decide(order('subtask_create', {}, { mode: modeWith(), tool: { name: 'new_task', group: null } }))
        .verdict,
    ).toBe('ask')
  })

  const markdown = { group: 'edit', fileRegex: '\\.md$', description: 'Markdown only' } as const

  test('fileRegex: unanchored, on the path from the folder', () => {
    expect(edits(modeWith(markdown), '/ws/docs/a.md')).toBe('allow')
    expect(edits(modeWith({ group: 'edit', fileRegex: '^docs/' }), '/ws/docs/a.md')).toBe('allow')
    expect(edits(modeWith({ group: 'edit', fileRegex: 'ws' }), '/ws/docs/a.md')).toContain('may change only')
    expect(edits(modeWith(markdown), '/ws/src/a.ts')).toBe(
      'Mode docs may change only files whose path matches "\\.md$" (Markdown only). src/a.ts does not match, so nothing was done. Change a file that matches, or leave this change to a mode that may make it.',
    )
  })

  test('every path must match: a link’s name and where it leads', () => {
    expect(edits(modeWith(markdown), '/ws/a.md', '/ws/b.md')).toBe('allow')
    expect(edits(modeWith(markdown), '/ws/src/a.ts', '/ws/link.md')).toContain('src/a.ts does not match')
  })

  test('several grants are a union, and one without a pattern permits all', () => {
    const both = modeWith(markdown, { group: 'edit', fileRegex: '\\.txt$' })
    expect([edits(both, '/ws/a.md'), edits(both, '/ws/a.txt')]).toEqual(['allow', 'allow'])
    expect(edits(both, '/ws/a.ts')).toContain('matches "\\.md$" (Markdown only), or "\\.txt$".')
    expect(edits(modeWith(markdown, 'edit'), '/ws/a.ts')).toBe('allow')
  })

  test('a path outside never matches, nor does a folder whose name begins alike', () => {
    expect(edits(modeWith(markdown), '/out/a.md')).toContain('/out/a.md lies outside the workspace')
    expect(edits(modeWith(markdown), '/ws-evil/a.md')).toContain('lies outside')
    expect(edits(modeWith(markdown), '/ws/..a.md')).toBe('allow')
  })

  test.each([
    ['(', 'no valid regular expression'],
    ['', 'no valid regular expression'],
    ['(a+)+$', 'took too long'],
  ])('the pattern %j permits nothing', (fileRegex, words) => {
    expect(edits(modeWith({ group: 'edit', fileRegex }), `/ws/${'a'.repeat(50)}!`)).toContain(words)
  })

  test('an edit that names no path is refused where paths are limited', () => {
    expect(edits(modeWith(markdown))).toContain('this names none')
  })

  test('patterns limit edits only', () => {
    const plan = { action: 'read' as const, subject: { type: 'read' as const }, paths: ['/ws/a.ts'] }
    expect(decide(order('read', {}, { mode: modeWith('read', markdown), tool: READ, plan })).verdict).toBe(
      'allow',
    )
  })
})

describe('where a toggle’s value comes from', () => {
  const of = (layers: Parameters<typeof resolveAutoApprove>[0]) =>
    resolveAutoApprove(layers).find(({ action }) => action === 'edit')

  test('the narrowest scope that sets it', () => {
    expect(of({})).toEqual({ action: 'edit', on: false, from: 'default' })
    expect(of({ everywhere: { edit: true } })).toEqual({ action: 'edit', on: true, from: 'everywhere' })
    expect(of({ everywhere: { edit: true }, workspace: { edit: false } })).toEqual({
      action: 'edit',
      on: false,
      from: 'workspace',
    })
    expect(of({ workspace: { edit: false }, tasks: [{ edit: true }, {}] })).toEqual({
      action: 'edit',
      on: true,
      from: 'task',
    })
    expect(of({ tasks: [{ edit: true }, { read: false }, { edit: false }, {}] })).toEqual({
      action: 'edit',
      on: false,
      from: 'task',
    })
  })

  test('every action has one entry', () => {
    const entries = resolveAutoApprove({})
    expect(entries.map(({ action }) => action)).toEqual([...actionTypes])
    expect(Object.fromEntries(entries.map(({ action, on }) => [action, on]))).toEqual(defaultAutoApprove)
  })
})

test('a pattern is tested in bounded time', () => {
  const started = performance.now()
  expect(boundedMatch('^(\\w+\\s?)*$', `${'a'.repeat(4000)}!`)).toBe('too_slow')
  expect(performance.now() - started).toBeLessThan(1_000)
  expect(boundedMatch('x'.repeat(10_001), 'x')).toBe('invalid')
  expect(boundedMatch('this.constructor', 'a')).toBe('no_match')
})

test('a pattern is too slow only by the time that it had', () => {
  const timesAsked = (step: number) => {
    let asked = 0
    const used = () => ++asked * step
    expect(boundedMatch('^(\\w+\\s?)*$', `${'a'.repeat(4000)}!`, used)).toBe('too_slow')
    return asked
  }
  // Twice for each try: one try where it had its time; on a busy machine more, and then it is believed.
  expect(timesAsked(40)).toBe(2)
  expect(timesAsked(0)).toBe(9)
})

import { describe, expect, test } from 'vitest'
import { modeWith } from '../testing/tool-bench.ts'
import { decide } from './decide.ts'
import { refuseBeyondLimits, refuseCommands } from './path-limits.ts'
import { resolveAutoApprove } from './resolve-auto-approve.ts'

const under = (paths: string[], ...lists: string[][]) => refuseBeyondLimits({ lists }, paths, '/ws')

describe('where a task may change files', () => {
  test('is everywhere without limits', () => {
    expect(under(['/ws/a', '/out'])).toBeNull()
  })

  test.each([
    ['/ws/src/api/a.ts', ['src/api/**'], true],
    ['/ws/src/api/deep/a.ts', ['src/api/**'], true],
    ['/ws/src/ui/a.ts', ['src/api/**'], false],
    ['/ws/src/ui/a.ts', ['src/api/**', 'src/ui/*.ts'], true],
    ['/ws/src/api', ['src/api/**'], false],
    ['/ws/src/api', ['src/api'], true],
    ['/ws/src/apix/a.ts', ['src/api'], false],
    ['/ws/docs/a.md', ['*.md'], true],
    ['/ws', ['src/**'], false],
    ['/ws', ['.'], false],
    ['/ws/a', ['.'], true],
    ['/out/src/api/a.ts', ['**'], false],
    ['/ws-evil/a', ['**'], false],
  ])('%s with %j: %j', (path, list, allowed) => {
    expect(under([path], list) === null).toBe(allowed)
  })

  test('names what it may change, and what it is not', () => {
    expect(under(['/ws/src/ui/a.ts'], ['src/api/**', 'docs/api.md'])).toBe(
      'This task may change files only under src/api/**, docs/api.md. src/ui/a.ts does not match, so nothing was done. Change what matches, or say in your result what has to be changed elsewhere.',
    )
  })

  test('is what every list of the chain has, and every name of a file', () => {
    expect(under(['/ws/src/api/a.ts'], ['src/**'], ['**/api/**'])).toBeNull()
    expect(under(['/ws/src/ui/a.ts'], ['src/**'], ['**/api/**'])).toContain('only under **/api/**')
    expect(under(['/ws/src/api/a.ts', '/ws/src/link.ts'], ['src/api/**'])).toContain('src/link.ts does not')
  })

  test('is nowhere for a glob that cannot be read', () => {
    const broken = '{a,b}'.repeat(9)
    expect(under(['/ws/aaaaaaaaa'], [broken])).toContain('does not match')
  })
})

describe('a decision', () => {
  const limits = { lists: [['src/api/**']], commands: false }
  const judge = (type: 'edit' | 'command' | 'read', group: 'edit' | 'command' | 'read', paths: string[]) =>
    decide({
      plan: { action: type, subject: { type }, paths },
      tool: { name: 'some_tool', group },
      mode: modeWith('code', 'read', 'edit', 'command'),
      folder: '/ws',
      entries: resolveAutoApprove({ everywhere: { read: true, edit: true, command: true } }),
      limits,
    })

  test('refuses edits elsewhere, also where every edit is approved', () => {
    expect(judge('edit', 'edit', ['/ws/src/api/a.ts']).verdict).toBe('allow')
    expect(judge('edit', 'edit', ['/ws/b.ts'])).toMatchObject({ verdict: 'refuse' })
  })

  test('lets a task read everywhere', () => {
    expect(judge('read', 'read', ['/ws/b.ts']).verdict).toBe('allow')
    expect(judge('read', 'command', []).verdict).toBe('allow')
  })

  test('refuses commands where nothing holds them', () => {
    expect(judge('command', 'command', [])).toMatchObject({ verdict: 'refuse' })
    expect(refuseCommands({ ...limits, commands: true })).toBeNull()
    expect(refuseCommands({ lists: [], commands: false })).toBeNull()
  })
})

import { existsSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import type { ModelTurn, ScriptedTurn } from '../model/scripted-turn.ts'
import { type Conversation, calling, completing } from '../testing/conversation.ts'
import { createGate } from '../testing/gate.ts'
import { heldStream } from '../testing/held-stream.ts'
import { startTestApp, type TestApp } from '../testing/test-app.ts'

let test: TestApp
afterEach(() => test.dispose())

const piece = (message: string, mode: string, paths?: string[]) => ({
  name: 'new_task',
  arguments: { mode, message, ...(paths === undefined ? {} : { paths }) },
})
const write = (path: string): ModelTurn => calling('write_to_file', { path, content: 'mine\n' })
const there = (...paths: string[]) => paths.map((path) => existsSync(join(test.folder, path)))
const results = (displayId: string) => test.calls(displayId).map(({ outcome, result }) => [outcome, result])
const isolated = (...ids: string[]) => ids.map((id) => test.view(id).isolated)

type Pieces = ReturnType<typeof piece>[]

/** A parent that sends out pieces in one turn and then completes; `child` plays each. */
const parent =
  (pieces: Pieces, child: (conversation: Conversation) => ScriptedTurn) => (conversation: Conversation) => {
    if (conversation.opening !== 'All.') return child(conversation)
    return conversation.turn === 0 ? { calls: pieces } : completing('Done.')
  }

describe('subtasks with paths', () => {
  it('that have nothing in common and no commands work side by side in the one folder', async () => {
    const both = createGate()
    let together = 0
    const pieces = [
      piece('First.', 'architect', ['docs/api/**']),
      piece('Second.', 'architect', ['docs/ui/**']),
    ]
    test = await startTestApp({
      script: parent(pieces, ({ opening, turn }) => {
        if (turn === 0) return write(opening === 'First.' ? 'docs/api/a.md' : 'docs/ui/b.md')
        if (turn === 1) {
          // Both have written, in the folder of their parent, before either ends.
          if (++together === 2) both.open()
          return heldStream(completing('Done.'), both)
        }
        return completing('Done.')
      }),
    })
    test.create('All.', { approve: 'all' })
    await both.pass()
    expect(there('docs/api/a.md', 'docs/ui/b.md')).toEqual([true, true])
    await test.until('SA-1', 'completed')
    expect(isolated('SA-2', 'SA-3')).toEqual([false, false])
    expect(test.view('SA-2').paths).toEqual(['docs/api/**'])
    expect(test.calls('SA-1')[0]?.subtask?.paths).toEqual(['docs/api/**'])
    expect(test.faults()).toEqual([])
  })

  it.each<[string, Pieces, boolean[]]>([
    [
      'overlap',
      [piece('First.', 'architect', ['docs/**']), piece('Second.', 'architect', ['docs/ui/**'])],
      [true, true],
    ],
    [
      'can run commands',
      [piece('First.', 'code', ['src/api/**']), piece('Second.', 'code', ['src/ui/**'])],
      [true, true],
    ],
    [
      'name none',
      [piece('First.', 'architect'), piece('Second.', 'architect', ['docs/ui/**'])],
      [true, true],
    ],
    ['can run commands, alone', [piece('First.', 'code', ['src/api/**'])], [true]],
    ['are held by their tools, alone', [piece('First.', 'architect', ['docs/api/**'])], [false]],
    ['only read', [piece('First.', 'ask', ['src/**']), piece('Second.', 'code')], [false, false]],
  ])('that %s: whether each has a worktree of its own', async (_, pieces, own) => {
    test = await startTestApp({ script: parent(pieces, () => completing('Done.')) })
    test.create('All.', { approve: 'all' })
    await test.until('SA-1', 'completed')
    expect(isolated(...own.map((_, at) => `SA-${at + 2}`))).toEqual(own)
  })

  it('are told of them, and their tools change nothing elsewhere, by no name of it', async () => {
    test = await startTestApp({
      files: { 'docs/a.md': 'a\n', 'other/b.md': 'b\n', 'docs/api/c.md': 'c\n' },
      script: parent([piece('First.', 'architect', ['docs/api/**'])], ({ turn }) => {
        const steps = [
          write('docs/a.md'),
          calling('apply_diff', {
            path: 'other/b.md',
            diff: '<<<<<<< SEARCH\nb\n=======\nB\n>>>>>>> REPLACE',
          }),
          write('docs/api/new.md'),
          calling('edit_file', { path: 'other/b.md', old_string: 'b', new_string: 'B' }),
          calling('delete_file', { path: 'docs/a.md' }),
          calling('delete_file', { path: 'docs/api/c.md' }),
          write('docs/api/link/b.md'),
        ]
        return steps[turn] ?? completing('Done.')
      }),
    })
    symlinkSync('../../other', join(test.folder, 'docs/api/link'))
    test.create('All.', { approve: 'all' })
    await test.until('SA-1', 'completed')
    const [first] = results('SA-2')
    expect(first).toEqual([
      'refused',
      'This task may change files only under docs/api/**. docs/a.md does not match, so nothing was done. Change what matches, or say in your result what has to be changed elsewhere.',
    ])
    const outcomes = results('SA-2').map(([outcome]) => outcome)
    expect(outcomes).toEqual(['refused', 'refused', 'ok', 'refused', 'refused', 'ok', 'refused', 'ok'])
    expect(results('SA-2')[6]?.[1]).toContain('other/b.md does not match')
    expect(readFileSync(join(test.folder, 'other/b.md'), 'utf8')).toBe('b\n')
    expect(there('docs/a.md', 'docs/api/new.md', 'docs/api/c.md')).toEqual([true, true, false])
    const told = test.server.requests.find(({ rawBody }) => rawBody.includes('Mode: architect'))
    expect(told?.rawBody).toContain('You may change files only under docs/api/**.')
  })

  it('share the work no wider: what is below has theirs too, or what lies in both', async () => {
    const child = ({ opening, turn }: Conversation) => {
      if (opening === 'Middle.')
        return turn === 0
          ? {
              calls: [
                piece('Inherits.', 'architect'),
                piece('Narrows.', 'architect', ['**/api/**']),
                piece('Escapes.', 'architect', ['other/**']),
              ],
            }
          : completing('Done.')
      const steps = [write('other/api/a.md'), write(`docs/${opening}md`), write(`docs/api/${opening}md`)]
      return steps[turn] ?? completing('Done.')
    }
    test = await startTestApp({ script: parent([piece('Middle.', 'orchestrator', ['docs/**'])], child) })
    test.create('All.', { approve: 'all' })
    await test.until('SA-1', 'completed')
    expect([test.view('SA-2').paths, test.view('SA-3').paths, test.view('SA-4').paths]).toEqual([
      ['docs/**'],
      ['docs/**'],
      ['**/api/**'],
    ])
    expect(results('SA-2')[2]).toEqual([
      'error',
      'This task may change files only under docs/**, and nothing of that lies under other/**, so no subtask was started. Name paths within your own, or leave them out: then your own hold.',
    ])
    const outcomes = (id: string) => results(id).map(([outcome]) => outcome)
    expect(outcomes('SA-3')).toEqual(['refused', 'ok', 'ok', 'ok'])
    expect(outcomes('SA-4')).toEqual(['refused', 'refused', 'ok', 'ok'])
    expect(results('SA-4')[0]?.[1]).toContain('only under docs/**.')
    expect(there('other/api/a.md', 'docs/Narrows.md', 'docs/api/Narrows.md')).toEqual([false, false, true])
    const told = test.server.requests.map(({ rawBody }) => rawBody)
    expect(
      told.some((body) => body.includes('only under **/api/**; of those only what also lies under docs/**')),
    ).toBe(true)
    expect(told.some((body) => body.includes('Your subtasks may change files only under docs/**.'))).toBe(
      true,
    )
  })

  it('run no commands in a folder they share, into whatever mode they switch, but may below and in a worktree', async () => {
    test = await startTestApp({
      script: parent([piece('First.', 'architect', ['docs/**'])], ({ opening, turn }) => {
        if (opening === 'Below.')
          return turn === 0 ? calling('execute_command', { command: 'echo ran' }) : completing('Done.')
        const steps = [
          calling('switch_mode', { mode_slug: 'code', reason: 'To run it.' }),
          calling('execute_command', { command: 'touch escaped' }),
          { calls: [piece('Below.', 'code')] },
        ]
        return steps[turn] ?? completing('Done.')
      }),
    })
    test.create('All.', { approve: 'all' })
    await test.until('SA-1', 'completed')
    expect(results('SA-2')[1]?.[0]).toBe('refused')
    expect(results('SA-2')[1]?.[1]).toContain('What a command changes cannot be held to these paths there')
    expect(there('escaped')).toEqual([false])
    expect([isolated('SA-3'), results('SA-3')[0]?.[0]]).toEqual([[true], 'ok'])
  })

  it('run commands in the worktree of who has the same paths', async () => {
    const child = ({ opening, turn }: Conversation) => {
      if (turn === 0) return calling('execute_command', { command: 'echo ran' })
      return turn === 1 && opening === 'First.' ? { calls: [piece('Below.', 'code')] } : completing('Done.')
    }
    test = await startTestApp({ script: parent([piece('First.', 'code', ['src/**'])], child) })
    test.create('All.', { approve: 'all' })
    await test.until('SA-1', 'completed')
    expect(isolated('SA-2', 'SA-3')).toEqual([true, false])
    expect([results('SA-2')[0]?.[0], results('SA-3')[0]?.[0]]).toEqual(['ok', 'ok'])
  })

  it('run commands in a folder that can have no worktrees', async () => {
    test = await startTestApp({
      script: parent([piece('First.', 'code', ['src/**'])], ({ turn }) =>
        turn === 0 ? calling('execute_command', { command: 'echo ran' }) : completing('Done.'),
      ),
    })
    rmSync(join(test.folder, '.git'), { recursive: true })
    test.create('All.', { approve: 'all' })
    await test.until('SA-1', 'completed')
    expect([isolated('SA-2'), results('SA-2')[0]?.[0]]).toEqual([[false], 'ok'])
  })
})

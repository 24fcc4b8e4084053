import { afterEach, describe, expect, it, vi } from 'vitest'
import { createGate } from '../testing/gate.ts'
import { heldStream } from '../testing/held-stream.ts'
import { lines, type SideBySide, signIn, startSideBySide, writing } from '../testing/side-by-side.ts'

let test: SideBySide
afterEach(() => test.app.dispose())

const settled = () => [
  test.git('status', '--porcelain', '--untracked-files=no'),
  test.git('diff', '--cached', '--name-only'),
  test.git('stash', 'list'),
]

describe('work that lands as commits', () => {
  it('is one commit of each subtask, and what the person has staged stays staged and apart', async () => {
    const gate = createGate()
    test = await startSideBySide({
      files: { 'a.txt': lines, 'mine.txt': 'mine\n' },
      settings: { landing: 'commit' },
      begin: signIn,
      pieces: {
        'First thing.': [heldStream(writing('a.txt', lines.replace('one', 'ONE')), gate)],
        'Second thing.': [heldStream(writing('a.txt', lines.replace('ten', 'TEN')), gate)],
      },
    })
    test.write('mine.txt', 'staged\n')
    test.git('add', 'mine.txt')
    test.write('mine.txt', 'staged and more\n')
    test.write('loose.txt', 'untracked\n')
    gate.open()
    await test.app.until('SA-1', 'completed')
    const log = test
      .git('log', '--format=%s|%an|%ae', '--name-only')
      .split('\n')
      .filter((line) => line !== '')
    expect(log.slice(0, 4).toSorted()).toEqual([
      'First thing.|Pat Example|pat@example.invalid',
      'Second thing.|Pat Example|pat@example.invalid',
      'a.txt',
      'a.txt',
    ])
    expect(test.read('a.txt')).toBe(lines.replace('one', 'ONE').replace('ten', 'TEN'))
    expect(settled()).toEqual(['MM mine.txt', 'mine.txt', ''])
    expect(test.git('show', ':mine.txt')).toBe('staged')
    expect(test.git('status', '--porcelain', 'loose.txt')).toBe('?? loose.txt')
    const { landed } = test.app.view(test.piece('First thing.'))
    expect(landed?.commit).toEqual({ id: expect.stringMatching(/^[0-9a-f]{40}$/), branch: 'main' })
    expect(test.git('show', '-s', '--format=%b', landed?.commit?.id ?? '')).toContain(
      'By the task SA-2 in Treeline.',
    )
  })

  it('stays as changes where git refuses, and says why', async () => {
    const gate = createGate()
    test = await startSideBySide({
      settings: { landing: 'commit' },
      begin: signIn,
      pieces: {
        'First.': [heldStream(writing('a.txt', lines.replace('one', 'ONE')), gate)],
        'Second.': [],
      },
    })
    test.git('rm', '--cached', '--quiet', 'a.txt')
    gate.open()
    await test.app.until('SA-1', 'completed')
    expect(test.read('a.txt')).toBe(lines.replace('one', 'ONE'))
    const { landed } = test.app.view(test.piece('First.'))
    expect([landed?.commit, landed?.note]).toEqual([
      undefined,
      'Not committed: you have staged changes of your own at a.txt. Commit or unstage them first.',
    ])
    expect(test.git('rev-list', '--count', 'HEAD')).toBe('1')
    expect(test.git('diff', '--cached', '--name-status')).toBe('D\ta.txt')
  })

  it('goes as changes into the worktree of a task that is itself one of several', async () => {
    test = await startSideBySide({
      settings: { landing: 'commit' },
      pieces: {
        'First.': ({ turn }) =>
          turn === 0
            ? {
                calls: ['Inner one.', 'Inner two.'].map((message) => ({
                  name: 'new_task',
                  arguments: { mode: 'code', message },
                })),
              }
            : { calls: [{ name: 'attempt_completion', arguments: { result: 'Done.' } }] },
        'Second.': [],
      },
      below: {
        'Inner one.': [writing('one', '1\n')],
        'Inner two.': [writing('two', '2\n')],
      },
      begin: signIn,
    })
    await test.app.until('SA-1', 'completed')
    const inner = test.app.view(test.piece('Inner one.')).landed
    expect([inner?.commit, inner?.note, inner?.into.includes('worktrees')]).toEqual([
      undefined,
      undefined,
      true,
    ])
    expect(test.app.view(test.piece('First.')).landed?.commit?.branch).toBe('main')
    expect(test.git('show', '--name-only', '--format=', 'HEAD').split('\n')).toEqual(['one', 'two'])
  })
})

describe('work that lands on branches', () => {
  it('is a branch of each subtask; the folder stays as it was, and the parent hears the name', async () => {
    test = await startSideBySide({
      settings: { landing: 'branch' },
      pieces: {
        'Make a Parser!': [writing('a.txt', lines.replace('one', 'ONE'))],
        'Second.': [writing('b.txt', 'new\n')],
      },
      begin: (repository) => {
        signIn(repository)
        repository.git('branch', 'treeline/SA-3-second')
      },
    })
    await test.app.until('SA-1', 'completed')
    expect([test.read('a.txt'), test.exists('b.txt'), test.git('rev-list', '--count', 'HEAD')]).toEqual([
      lines,
      false,
      '1',
    ])
    const branches = test.git('branch', '--format=%(refname:short)').split('\n')
    expect(branches).toEqual([
      'main',
      'treeline/SA-2-make-a-parser',
      'treeline/SA-3-second',
      'treeline/SA-3-second-2',
    ])
    expect(test.git('diff', '--stat', 'main', 'treeline/SA-2-make-a-parser')).toContain('1 file changed')
    expect(test.git('show', 'treeline/SA-3-second-2:b.txt')).toBe('new')
    expect(settled()).toEqual(['', '', ''])
    const told = test.app.calls('SA-1')[0]?.result
    expect(told).toContain(
      'Work: on the branch treeline/SA-2-make-a-parser (1 file), and not in your folder.',
    )
    await vi.waitFor(() => expect(test.worktrees()).toEqual([]))
  })

  it('has a commit of what was not committed below it, where it builds on that', async () => {
    test = await startSideBySide({
      settings: { landing: 'branch' },
      pieces: {
        'First.': [writing('a.txt', lines.replace('one', 'uno y medio'))],
        'Second.': [],
      },
      begin: (repository) => {
        signIn(repository)
        repository.write('a.txt', lines.replace('one', 'uno'))
      },
    })
    await test.app.until('SA-1', 'completed')
    const branch = 'treeline/SA-2-first'
    expect(test.git('log', '--format=%s', branch).split('\n')).toEqual([
      'First.',
      'What was not committed when the work below began to build on it',
      'Start',
    ])
    expect(test.git('show', `${branch}:a.txt`).split('\n')[0]).toBe('uno y medio')
    expect(test.read('a.txt')).toBe(lines.replace('one', 'uno'))
  })
})

import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { ModelTurn } from '../model/scripted-turn.ts'
import { type Conversation, calling, completing } from '../testing/conversation.ts'
import { createGate } from '../testing/gate.ts'
import { heldStream } from '../testing/held-stream.ts'
import { startTestApp, type TestApp } from '../testing/test-app.ts'

let test: TestApp
afterEach(() => test.dispose())

const piece = (message: string, extra: object = {}) => ({
  name: 'new_task',
  arguments: { mode: 'code', message, ...extra },
})
const write = (path: string, content: string): ModelTurn => calling('write_to_file', { path, content })
const read = (path: string) => readFileSync(join(test.folder, path), 'utf8')
const git = (...args: string[]) => execFileSync('git', args, { cwd: test.folder, encoding: 'utf8' })
const worktrees = () => {
  const folder = join(test.dataFolder, 'worktrees')
  return existsSync(folder) ? readdirSync(folder).filter((name) => name.startsWith('tsk_')) : []
}

/** A parent that sends out pieces at once and then completes; `child` plays each piece. */
const parallel =
  (messages: string[], child: (conversation: Conversation) => ReturnType<typeof heldStream> | ModelTurn) =>
  (conversation: Conversation) => {
    if (conversation.opening !== 'All.') return child(conversation)
    return conversation.turn === 0 ? { calls: messages.map((one) => piece(one)) } : completing('Done.')
  }

const lines = 'one\ntwo\nthree\nfour\nfive\nsix\nseven\n'

describe('children that change files beside each other', () => {
  it('work in worktrees of their own, and their work ends up together in the parent’s folder', async () => {
    const folders = new Set<string>()
    let together = 0
    const gate = createGate()
    test = await startTestApp({
      files: { 'a.txt': lines },
      script: parallel(['First.', 'Second.', 'Third.'], ({ opening, turn, body }) => {
        folders.add(/in (\/\S+)/.exec(body.messages[0]?.content ?? '')?.[1] ?? '')
        if (turn === 0) {
          // All three are at work before any of them has written anything.
          if (++together === 3) gate.open()
          const content = {
            'First.': lines.replace('one', 'ONE'),
            'Second.': lines.replace('seven', 'SEVEN'),
            'Third.': 'new\n',
          }[opening]
          return heldStream(write(opening === 'Third.' ? 'b.txt' : 'a.txt', content ?? ''), gate)
        }
        return completing(`${opening} is done.`)
      }),
    })
    const before = [git('status', '--porcelain=v2', '--branch'), git('stash', 'list')]
    test.create('All.', { approve: 'all' })
    await test.until('SA-1', 'completed')
    expect(read('a.txt')).toBe(lines.replace('one', 'ONE').replace('seven', 'SEVEN'))
    expect(read('b.txt')).toBe('new\n')
    const views = ['SA-2', 'SA-3', 'SA-4'].map((id) => test.view(id))
    expect(views.map(({ isolated, worktree, folder }) => [isolated, worktree, folder])).toEqual(
      views.map(() => [true, null, test.folder]),
    )
    expect(new Set(views.flatMap(({ items }) => items.flatMap(worktreeOf))).size).toBe(3)
    await vi.waitFor(() => expect(worktrees()).toEqual([]))
    expect(git('branch', '--show-current').trim()).not.toBe('')
    expect([git('diff', '--cached'), git('stash', 'list')]).toEqual(['', before[1]])
    expect(test.faults()).toEqual([])
  })

  it('bring together what clashes: the later one gets the other work, with markers, and goes on', async () => {
    const gate = createGate()
    let together = 0
    test = await startTestApp({
      files: { 'a.txt': lines },
      script: parallel(['First.', 'Second.'], ({ opening, turn, last }) => {
        if (turn === 0) {
          if (++together === 2) gate.open()
          return heldStream(write('a.txt', lines.replace('three', `three by ${opening}`)), gate)
        }
        if (last.includes('clashes with yours')) return calling('read_file', { path: 'a.txt' })
        if (last.includes('<<<<<<<')) return write('a.txt', lines.replace('three', 'three by both'))
        return completing(`${opening} is done.`)
      }),
    })
    test.create('All.', { approve: 'all' })
    await test.until('SA-1', 'completed')
    expect(read('a.txt')).toBe(lines.replace('three', 'three by both'))
    const told = ['SA-2', 'SA-3'].flatMap((id) => test.calls(id)).filter(({ outcome }) => outcome === 'error')
    expect(told).toHaveLength(1)
    expect(told[0]?.result).toContain('- a.txt: both changed the same lines; look for the markers.')
    const shown = ['SA-2', 'SA-3'].flatMap((id) => test.calls(id)).find(({ name }) => name === 'read_file')
    expect(shown?.result).toMatch(/<<<<<<<.*three by .*=======.*three by .*>>>>>>>/s)
    await vi.waitFor(() => expect(worktrees()).toEqual([]))
    expect(test.faults()).toEqual([])
  })

  it('land nothing with markers in it before their model has answered to the clash', async () => {
    let together = 0
    const gate = createGate()
    const ending = completing('Done.').calls ?? []
    test = await startTestApp({
      files: { 'a.txt': 'nobody\n' },
      script: parallel(['First.', 'Second.'], ({ opening, turn, body }) => {
        if (turn === 0) {
          if (++together === 2) gate.open()
          return heldStream(write('a.txt', `${opening}\n`), gate)
        }
        const clashed = body.messages.some(({ content }) => content?.includes('clashes with yours'))
        // Twice at once: what comes second was asked for before anybody knew of the clash.
        if (turn === 1) return { calls: [...ending, ...ending] }
        return turn === 2 && clashed ? write('a.txt', 'First.\nSecond.\n') : completing('Done.')
      }),
    })
    test.create('All.', { approve: 'all' })
    await test.until('SA-1', 'completed')
    expect(read('a.txt')).toBe('First.\nSecond.\n')
    const ends = ['SA-2', 'SA-3'].map((id) =>
      test
        .calls(id)
        .filter(({ name }) => name === 'attempt_completion')
        .map(({ outcome }) => outcome),
    )
    expect(ends.sort((one, other) => one.length - other.length)).toEqual([
      ['ok', 'cancelled'],
      ['error', 'error', 'ok'],
    ])
    expect(test.faults()).toEqual([])
  })

  it('see what the parent’s folder held, uncommitted and new files too, and change nothing there before they end', async () => {
    const gate = createGate()
    test = await startTestApp({
      files: { 'a.txt': 'committed\n' },
      script: parallel(['First.', 'Second.'], ({ opening, turn, last }) => {
        if (turn === 0) return calling('execute_command', { command: 'cat a.txt new.txt' })
        if (turn === 1) return write(`${opening}txt`, last)
        return heldStream(completing('Done.'), gate)
      }),
    })
    execFileSync('sh', ['-c', 'echo changed > a.txt; echo new > new.txt'], { cwd: test.folder })
    test.create('All.', { approve: 'all' })
    await gate.reached
    expect(existsSync(join(test.folder, 'First.txt'))).toBe(false)
    gate.open()
    await test.until('SA-1', 'completed')
    for (const name of ['First.txt', 'Second.txt']) expect(read(name)).toMatch(/changed\nnew/)
  })

  it('that fail or are cancelled leave the parent’s folder alone, and their work is kept and named', async () => {
    const gate = createGate()
    test = await startTestApp({
      files: { 'a.txt': lines },
      script: parallel(['First.', 'Second.'], ({ opening, turn }) => {
        if (turn === 0) return write(`${opening}txt`, 'half\n')
        return opening === 'First.' ? heldStream(completing('Never.'), gate) : completing('Done.')
      }),
    })
    test.create('All.', { approve: 'all' })
    await gate.reached
    await test.until('SA-3', 'completed')
    test.tasks.cancel(test.id('SA-2'), 'Enough.')
    await test.until('SA-1', 'completed')
    expect([existsSync(join(test.folder, 'First.txt')), read('Second.txt')]).toEqual([false, 'half\n'])
    const { folder } = test.view('SA-2')
    expect(test.calls('SA-1')[0]?.result).toContain(`Its work was not taken over. It is kept in ${folder}.`)
    expect(readFileSync(join(folder, 'First.txt'), 'utf8')).toBe('half\n')
    gate.open()
  })

  it('go on in their worktrees over a stop and a restart, wherever they were', async () => {
    const gate = createGate()
    test = await startTestApp({
      files: { 'a.txt': lines },
      script: parallel(['First.', 'Second.'], ({ opening, turn }) =>
        turn === 0
          ? write(`${opening}txt`, 'mine\n')
          : turn === 1
            ? heldStream(calling('read_file', { path: `${opening}txt` }), gate)
            : completing('Done.'),
      ),
    })
    test.create('All.', { approve: 'all' })
    await gate.reached
    test.tasks.stop(test.id('SA-1'))
    await test.restart('continue')
    expect(worktrees().length).toBeGreaterThan(0)
    gate.open()
    test.tasks.resume(test.id('SA-1'))
    await test.until('SA-1', 'completed')
    expect([read('First.txt'), read('Second.txt')]).toEqual(['mine\n', 'mine\n'])
    await vi.waitFor(() => expect(worktrees()).toEqual([]))
    expect(test.faults()).toEqual([])
  })

  it('take turns in a folder that can have no worktrees', async () => {
    const order: string[] = []
    test = await startTestApp({
      script: parallel(['First.', 'Second.'], ({ opening, turn }) => {
        order.push(`${opening} ${turn}`)
        return turn === 0 ? write(`${opening}txt`, 'mine\n') : completing('Done.')
      }),
    })
    execFileSync('rm', ['-rf', join(test.folder, '.git')])
    test.create('All.', { approve: 'all' })
    await test.until('SA-1', 'completed')
    expect(order).toEqual(['First. 0', 'First. 1', 'Second. 0', 'Second. 1'])
    expect(['SA-2', 'SA-3'].map((id) => test.view(id).isolated)).toEqual([false, false])
    expect([read('First.txt'), read('Second.txt')]).toEqual(['mine\n', 'mine\n'])
  })

  it('alone in its turn works in the parent’s folder', async () => {
    test = await startTestApp({
      script: parallel(['First.'], ({ turn }) =>
        turn === 0 ? write('a.txt', 'mine\n') : completing('Done.'),
      ),
    })
    test.create('All.', { approve: 'all' })
    await test.until('SA-1', 'completed')
    expect([read('a.txt'), test.view('SA-2').isolated]).toEqual(['mine\n', false])
  })
})

function worktreeOf(item: ReturnType<TestApp['view']>['items'][number]): string[] {
  return item.type === 'notice' && item.notice.type === 'worktree' ? [item.notice.folder] : []
}

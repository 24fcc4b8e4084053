import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { completing } from '../testing/conversation.ts'
import { createGate } from '../testing/gate.ts'
import { heldStream } from '../testing/held-stream.ts'
import {
  lines,
  type Piece,
  running,
  type SideBySide,
  startSideBySide,
  writing,
} from '../testing/side-by-side.ts'

let test: SideBySide
afterEach(() => test.app.dispose())

const ordinary = () => [
  test.git('diff', '--cached', '--name-status'),
  test.git('stash', 'list'),
  test.git('branch', '--format=%(refname:short)'),
]
const untouched = ['', '', 'main']

/** Two pieces that each run a command in a worktree of their own; the second is done when the first has landed. */
async function commands(
  first: string,
  second: string,
  {
    later = () => completing('Done.'),
    ...order
  }: Partial<Parameters<typeof startSideBySide>[0]> & {
    later?: Extract<Piece, (...args: never[]) => unknown>
  } = {},
): Promise<void> {
  const gate = createGate()
  test = await startSideBySide({
    ...order,
    pieces: {
      'First.': [running(first)],
      'Second.': (conversation) => {
        if (conversation.turn === 0) return running(second)
        return conversation.turn === 1 ? heldStream(completing('Done.'), gate) : later(conversation)
      },
    },
  })
  await test.app.until('SA-2', 'completed')
  gate.open()
  await test.app.until('SA-1', 'completed')
}

describe('work of two in a real repository', () => {
  it('on the same file in other places comes together; on the same line it is brought together', async () => {
    await commands("sed -i 's/one/ONE/' a.txt", "sed -i 's/ten/TEN/' a.txt")
    expect(test.read('a.txt')).toBe(lines.replace('one', 'ONE').replace('ten', 'TEN'))
    expect([test.fates('SA-3').includes('work.conflicted'), ...ordinary()]).toEqual([false, ...untouched])
  })

  it('of which one deletes what the other changes waits for a decision, whichever comes first', async () => {
    const decide =
      (by: string): Extract<Piece, (...args: never[]) => unknown> =>
      ({ last }) =>
        last.includes('decide whether it stays') ? running(by) : completing('Done.')
    await commands('rm a.txt', "sed -i 's/one/ONE/' a.txt", {
      later: decide('git rm -q --cached a.txt; rm a.txt'),
    })
    expect([
      test.exists('a.txt'),
      test.fates('SA-3').filter((type) => type === 'work.conflicted').length,
    ]).toEqual([false, 1])
    expect(test.app.calls('SA-3').find(({ outcome }) => outcome === 'error')?.result).toContain(
      '- a.txt: they deleted it, you changed it',
    )
    await test.app.dispose()

    await commands("sed -i 's/one/ONE/' a.txt", 'rm a.txt', { later: decide('cat a.txt') })
    expect(test.read('a.txt')).toBe(lines.replace('one', 'ONE'))
    expect(test.app.calls('SA-3').find(({ outcome }) => outcome === 'error')?.result).toContain(
      '- a.txt: you deleted it, they changed it',
    )
  })

  it('of which one renames what the other changes comes together under the new name', async () => {
    await commands('mkdir new; mv a.txt new/b.txt', "sed -i 's/one/ONE/' a.txt")
    expect([test.exists('a.txt'), test.read('new/b.txt')]).toEqual([false, lines.replace('one', 'ONE')])
    expect(ordinary()).toEqual(untouched)
  })

  it('arrives byte for byte: mode bits, CRLF, binary files, links and names in other scripts', async () => {
    const crlf = lines.replaceAll('\n', '\r\n')
    await commands(
      "chmod +x run.sh; sed -i 's/one/ONE/' crlf.txt; printf '\\000\\001\\377new' > data.bin; ln -s a.txt link",
      "sed -i 's/ten/TEN/' crlf.txt; printf 'x' > 'Ωμέγα und Leerzeichen.txt'; rm gone.txt",
      {
        files: { 'a.txt': lines, 'run.sh': '#!/bin/sh\n', 'crlf.txt': crlf, 'gone.txt': 'gone\n' },
        begin: ({ git, write }) => {
          git('config', 'core.autocrlf', 'false')
          write('data.bin', new Uint8Array([0, 1, 2, 255]))
          git('add', 'data.bin')
          git('-c', 'user.name=P', '-c', 'user.email=p@example.invalid', 'commit', '-qm', 'Data')
        },
      },
    )
    expect(test.read('crlf.txt')).toBe(crlf.replace('one', 'ONE').replace('ten', 'TEN'))
    expect(test.git('status', '--porcelain', '--untracked-files=all').split('\n').toSorted()).toEqual(
      [
        'M crlf.txt',
        ' M data.bin',
        ' D gone.txt',
        ' M run.sh',
        '?? link',
        '?? "\\316\\251\\316\\274\\316\\255\\316\\263\\316\\261 und Leerzeichen.txt"',
      ].toSorted(),
    )
    expect(test.git('diff', '--summary')).toContain('mode change 100644 => 100755 run.sh')
    expect([...readFileSync(join(test.folder, 'data.bin'))]).toEqual([0, 1, 255, 110, 101, 119])
    expect(test.git('diff', '--cached', '--name-only')).toBe('')
  })

  it('that is in a binary file clashes as a whole, and the person chooses one', async () => {
    const gate = createGate()
    test = await startSideBySide({
      settings: { clashes: 'person' },
      begin: ({ git, write }) => {
        write('data.bin', new Uint8Array([0, 1, 2, 255]))
        git('add', 'data.bin')
        git('-c', 'user.name=P', '-c', 'user.email=p@example.invalid', 'commit', '-qm', 'Data')
      },
      pieces: {
        'First.': [running("printf '\\000first' > data.bin")],
        'Second.': ({ turn }) =>
          turn === 0 ? running("printf '\\000second' > data.bin") : heldStream(completing('Done.'), gate),
      },
    })
    await test.app.until('SA-2', 'completed')
    gate.open()
    const { conflicts } = await test.asks('SA-3', 'clash')
    expect(conflicts).toEqual([
      { path: 'data.bin', words: 'both changed it, and it is no text: decide which one stays.' },
    ])
    test.approve('SA-3', { sides: { 'data.bin': 'subtask' } })
    await test.app.until('SA-1', 'completed')
    expect(test.read('data.bin')).toBe('\0second')
  })

  it('whose worktree is removed by hand harms nothing else', async () => {
    const gate = createGate()
    test = await startSideBySide({
      pieces: {
        'First.': [writing('first.txt', '1\n')],
        'Second.': ({ turn }) =>
          turn === 0 ? writing('second.txt', '2\n') : heldStream(completing('Done.'), gate),
      },
    })
    await gate.reached
    await test.app.until('SA-2', 'completed')
    rmSync(test.app.view('SA-3').folder, { recursive: true })
    gate.open()
    await test.app.until('SA-3', 'paused', 'failed')
    expect(test.app.task('SA-3').statusReason).toContain('cannot be used: there is nothing at this path')
    expect([test.read('first.txt'), test.app.task('SA-1').status]).toEqual(['1\n', 'awaiting_subtask'])
    test.app.tasks.cancel(test.app.id('SA-3'), 'It is gone.')
    await test.app.until('SA-1', 'completed')
    await vi.waitFor(() => expect(test.git('status', '--porcelain')).toBe('?? first.txt'))
    expect(ordinary()).toEqual(untouched)
  })
})

import { symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createToolBench, type ToolBench } from '../testing/tool-bench.ts'

let bench: ToolBench
beforeEach(async () => {
  bench = await createToolBench()
})
afterEach(() => bench.dispose())

const lines = (count: number) => Array.from({ length: count }, (_, i) => `line ${i + 1}`).join('\n')

describe('read_file', () => {
  test('numbered lines, of the whole file or of a part', async () => {
    await bench.lay({ 'ws/src/a.ts': '\uFEFFone\r\n\r\nthree\r\n' })
    expect(await bench.run('read_file', { path: 'src/a.ts' })).toEqual({
      outcome: 'ok',
      text: 'src/a.ts, lines 1–3 of 3:\n1 | one\n2 |\n3 | three',
      display: { type: 'file', path: 'src/a.ts', fromLine: 1, toLine: 3 },
    })
    expect((await bench.run('read_file', { path: 'src/a.ts', start_line: 3, end_line: 9 })).text).toBe(
      'src/a.ts, lines 3–3 of 3:\n3 | three',
    )
  })

  test('what is left out is said, with how to go on', async () => {
    await bench.lay({
      'ws/long': lines(2_500),
      'ws/wide': `${'x'.repeat(1_500)}\n`.repeat(200),
      'ws/empty': '',
    })
    const long = await bench.run('read_file', { path: 'long' })
    expect(long.text).toContain('lines 1–2000 of 2500:')
    expect(long.text).toMatch(
      /\n2000 \| line 2000\n\[Not the whole file: at most 2,000 lines come at once\. To go on, read with start_line 2001\.\]$/,
    )
    const wide = await bench.run('read_file', { path: 'wide' })
    expect(wide.text).toMatch(/at most 100 KB come at once\. To go on, read with start_line 67\.\]$/)
    expect(Buffer.byteLength(wide.text)).toBeLessThan(102_000)
    expect((await bench.run('read_file', { path: 'long', start_line: 2_001 })).text).not.toContain('[Not')
    expect((await bench.run('read_file', { path: 'empty' })).text).toBe('empty is empty.')
  })

  test('past the end', async () => {
    await bench.lay({ 'ws/a': 'one\ntwo' })
    expect(await bench.run('read_file', { path: 'a', start_line: 5 })).toMatchObject({
      outcome: 'error',
      text: 'a has only 2 lines, so there is no line 5.',
    })
  })

  test('the plan says what will be read and whether it lies outside', async () => {
    await bench.lay({ 'ws/a.ts': 'x', 'out/b.ts': 'x' })
    expect(await bench.plan('read_file', { path: 'a.ts', start_line: 2, end_line: 4 })).toMatchObject({
      action: 'read',
      subject: { type: 'read', paths: ['a.ts'], summary: 'Read a.ts, lines 2–4' },
      activity: 'read_file a.ts',
      paths: [join(bench.folder, 'a.ts')],
    })
    const outside = join(bench.root, 'out/b.ts')
    expect(await bench.plan('read_file', { path: '../out/b.ts' })).toMatchObject({
      action: 'read_outside',
      subject: { paths: [outside] },
    })
    await symlink('../out', join(bench.folder, 'link'))
    expect(await bench.plan('read_file', { path: 'link/b.ts' })).toMatchObject({
      action: 'read_outside',
      subject: { paths: [outside] },
    })
  })

  test.each([
    [{ path: 'src/paerser.ts' }, 'There is no file src/paerser.ts. Look with list_files'],
    [
      { path: 'src/Parser.js' },
      'There is no file src/Parser.js. In its folder there is src/parser.test.ts, src/parser.ts.',
    ],
    [{ path: '../out/none' }, /^There is no file \/.*\/out\/none\. Look with/],
    [{ path: 'logo.png' }, 'logo.png is an image; pictures cannot be shown to you yet.'],
    [{ path: 'src', start_line: 5, end_line: 2 }, 'end_line 2 comes before start_line 5.'],
    [{ path: 'a\0b' }, 'unprintable character U+0000'],
  ])('%j is refused', async (args, words) => {
    await bench.lay({
      'ws/src/parser.ts': '',
      'ws/src/parser.test.ts': '',
      'ws/logo.png': 'x',
      'out/none.txt': '',
    })
    await expect(bench.plan('read_file', args)).rejects.toMatchObject({
      name: 'ToolError',
      message: words instanceof RegExp ? expect.stringMatching(words) : expect.stringContaining(words),
    })
  })

  test.each([
    ['src', 'src is a folder, not a file.'],
    ['data.bin', 'data.bin is a binary file; only texts can be opened.'],
  ])('%s fails in words when it is read', async (path, words) => {
    await bench.lay({ 'ws/src/a': '', 'ws/data.bin': Buffer.of(1, 0, 2) })
    await expect(bench.run('read_file', { path })).rejects.toMatchObject({
      name: 'ToolError',
      message: words,
    })
  })
})

describe('list_files', () => {
  test('flat and recursive', async () => {
    await bench.lay({
      'ws/.gitignore': 'dist\n*.log',
      'ws/src/deep/a.ts': '',
      'ws/dist/x': '',
      'ws/a.log': '',
      'ws/b': '',
    })
    await symlink('src', join(bench.folder, 'link'))
    expect((await bench.run('list_files', {})).text).toBe(
      'The workspace folder (6 entries):\n.gitignore\na.log (ignored)\nb\ndist/ (ignored)\nlink -> src\nsrc/',
    )
    expect((await bench.run('list_files', { recursive: true })).text).toBe(
      'The workspace folder (7 entries):\n.gitignore\nb\ndist/ (ignored)\nlink -> src\nsrc/\nsrc/deep/\nsrc/deep/a.ts\n[1 ignored file is left out.]',
    )
    expect((await bench.run('list_files', { path: 'src/deep' })).text).toBe('src/deep (1 entry):\na.ts')
  })

  test('more than fits', async () => {
    await bench.lay(
      Object.fromEntries(Array.from({ length: 510 }, (_, i) => [`ws/f${String(i).padStart(3, '0')}`, ''])),
    )
    const { text } = await bench.run('list_files', {})
    expect(text).toMatch(/^The workspace folder \(500 entries\):\nf000\n/)
    expect(text).toMatch(
      /\nf499\n\[There are more: only 500 are listed\. List one of the folders, or search\.\]$/,
    )
  })

  test('what is no folder', async () => {
    await bench.lay({ 'ws/a': '', 'ws/empty/': '' })
    await expect(bench.plan('list_files', { path: 'a' })).rejects.toThrow(
      'a is a file. Read it with read_file',
    )
    await expect(bench.plan('list_files', { path: 'gone' })).rejects.toThrow('There is no folder gone.')
    expect((await bench.run('list_files', { path: 'empty' })).text).toBe('empty is empty.')
  })

  test('outside, and the app’s own data in it', async () => {
    await bench.lay({ 'data/keys.json': '', 'other/x': '' })
    expect(await bench.plan('list_files', { path: '..' })).toMatchObject({ action: 'read_outside' })
    const closed = await createToolBench({ forbidden: [join(bench.root, 'data')] })
    const args = { path: bench.root, recursive: true }
    expect((await closed.run('list_files', args)).text).toContain('data/\nother/\nother/x\n')
    await expect(closed.plan('list_files', { path: join(bench.root, 'data') })).rejects.toThrow(
      "Treeline's own data",
    )
    expect((await closed.run('search_files', { path: bench.root, regex: '^' })).text).not.toContain(
      'keys.json',
    )
    await closed.dispose()
  })
})

describe('search_files', () => {
  test('matches grouped by file, paths as the other tools take them', async () => {
    await bench.lay({ 'ws/src/a.ts': `${lines(9)}\nneedle\n${lines(3)}\nneedle`, 'ws/src/b.md': 'needle' })
    const { text, display } = await bench.run('search_files', {
      path: 'src',
      regex: 'needle',
      file_pattern: '*.ts',
    })
    expect(text).toBe(
      '2 matching lines in 1 file.\n\nsrc/a.ts\n   9 | line 9\n> 10 | needle\n  11 | line 1\n     …\n  13 | line 3\n> 14 | needle',
    )
    expect(display).toEqual({ type: 'matches', count: 2, files: 1 })
    expect((await bench.run('search_files', { path: 'src/b.md', regex: 'needle' })).text).toBe(
      '1 matching line in 1 file.\n\nsrc/b.md\n> 1 | needle',
    )
    expect((await bench.run('search_files', { regex: 'absent' })).text).toBe('No line matches.')
  })

  test('more than fits', async () => {
    await bench.lay({ 'ws/a': 'needle\n'.repeat(300) })
    expect((await bench.run('search_files', { regex: 'needle' })).text).toContain(
      '200 matching lines in 1 file. There are more: only these are listed.',
    )
  })

  test('an expression that cannot be read is the model’s to mend', async () => {
    await bench.lay({ 'ws/a': 'x' })
    await expect(bench.run('search_files', { regex: '(' })).rejects.toMatchObject({
      name: 'ToolError',
      message: expect.stringContaining('cannot be read'),
    })
    await expect(bench.plan('search_files', { path: 'gone', regex: 'x' })).rejects.toThrow(
      'There is no file or folder gone.',
    )
  })
})

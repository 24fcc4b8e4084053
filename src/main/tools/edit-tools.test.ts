import { existsSync } from 'node:fs'
import { chmod, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createToolBench, type ToolBench } from '../testing/tool-bench.ts'
import { hashContent } from '../workspace/files.ts'

let bench: ToolBench
beforeEach(async () => {
  bench = await createToolBench()
})
afterEach(() => bench.dispose())

const content = (path: string) => readFile(join(bench.root, path), 'utf8')
const block = (search: string, replace: string) =>
  `<<<<<<< SEARCH\n${search}\n=======\n${replace}\n>>>>>>> REPLACE`

describe('write_to_file', () => {
  test('creates a file with its folders; the plan shows it and has done nothing', async () => {
    const plan = await bench.plan('write_to_file', { path: 'src/new.ts', content: 'one\ntwo\n' })
    const change = {
      type: 'edit',
      path: 'src/new.ts',
      patch: expect.stringContaining('+one\n+two\n'),
      added: 2,
      removed: 0,
      created: true,
    }
    expect(plan).toMatchObject({
      action: 'edit',
      subject: change,
      activity: 'write_to_file src/new.ts',
      paths: [join(bench.folder, 'src/new.ts')],
      write: { path: join(bench.folder, 'src/new.ts'), before: null, after: hashContent('one\ntwo\n') },
    })
    expect(existsSync(join(bench.folder, 'src'))).toBe(false)
    expect(await plan.execute(bench.context, null)).toEqual({
      outcome: 'ok',
      text: 'Created src/new.ts (2 lines).',
      display: change,
    })
    expect(await content('ws/src/new.ts')).toBe('one\ntwo\n')
  })

  test('replaces a file in the style it has, and takes off what models wrap content in', async () => {
    await bench.lay({ 'ws/a.ts': 'one\r\ntwo\r\n' })
    await bench.run('write_to_file', { path: 'a.ts', content: '```ts\none\nthree\n```\n' })
    expect(await content('ws/a.ts')).toBe('one\r\nthree\r\n')
    const { text } = await bench.run('write_to_file', { path: 'a.ts', content: '1 | one\n2 | four' })
    expect([await content('ws/a.ts'), text]).toEqual(['one\r\nfour\r\n', 'Changed a.ts (+1 −1 lines).'])
  })

  test('a placeholder is refused, and so is what changes nothing', async () => {
    await bench.lay({ 'ws/a.ts': 'one()\ntwo()\nthree()\nfour()\n' })
    const refused = bench.plan('write_to_file', {
      path: 'a.ts',
      content: 'one()\n// ... rest of the code unchanged ...\n',
    })
    await expect(refused).rejects.toMatchObject({
      name: 'ToolError',
      message: expect.stringMatching(
        /^Line 2 of the content, .* would delete that code from a\.ts\. Nothing was written\./,
      ),
    })
    const same = bench.plan('write_to_file', { path: 'a.ts', content: 'one()\ntwo()\nthree()\nfour()\n' })
    await expect(same).rejects.toThrow('a.ts has exactly this content already')
  })

  test.each([
    ['ws/bin', Buffer.of(0, 1), 'new', 'bin is a binary file'],
    ['ws/bin/x', 'text', 'new', 'bin is a folder, not a file.'],
    ['ws/a', 'text', 'half \ud800', 'a lone surrogate'],
  ])('%s cannot be written', async (path, there, text, words) => {
    await bench.lay({ [path]: there })
    const name = path.split('/')[1] ?? ''
    await expect(bench.plan('write_to_file', JSON.stringify({ path: name, content: text }))).rejects.toThrow(
      words,
    )
  })
})

describe('apply_diff', () => {
  test('several blocks at once', async () => {
    await bench.lay({ 'ws/a.ts': 'one\ntwo\nthree\n' })
    const diff = `${block('one', 'ONE')}\n${block('three', 'THREE\nFOUR')}`
    const result = await bench.run('apply_diff', { path: 'a.ts', diff })
    expect(result.text).toBe('Changed a.ts (+3 −2 lines).\n2 blocks were applied.')
    expect(await content('ws/a.ts')).toBe('ONE\ntwo\nTHREE\nFOUR\n')
  })

  test('one block that does not fit changes nothing and says why', async () => {
    await bench.lay({ 'ws/a.ts': 'one\ntwo\n' })
    const diff = `${block('one', 'ONE')}\n${block('absent', 'x')}`
    await expect(bench.plan('apply_diff', { path: 'a.ts', diff })).rejects.toMatchObject({
      name: 'ToolError',
      message: expect.stringMatching(/^a\.ts: The file was not changed: 1 of 2 blocks.*\nBlock 2: /),
    })
    expect(await content('ws/a.ts')).toBe('one\ntwo\n')
    await expect(bench.plan('apply_diff', { path: 'b.ts', diff })).rejects.toThrow('There is no file b.ts.')
  })
})

describe('edit_file', () => {
  test('one occurrence, every occurrence, a new file', async () => {
    await bench.lay({ 'ws/a.ts': 'foo(1)\nfoo(2)\n' })
    const edit = { path: 'a.ts', old_string: 'foo', new_string: 'bar' }
    await expect(bench.plan('edit_file', edit)).rejects.toThrow('The old text occurs 2 times, at lines 1, 2.')
    expect((await bench.run('edit_file', { ...edit, replace_all: 'true' })).text).toBe(
      'Changed a.ts (+2 −2 lines).\n2 occurrences were replaced.',
    )
    await bench.run('edit_file', { path: 'a.ts', old_string: 'bar(2)', new_string: '' })
    expect(await content('ws/a.ts')).toBe('bar(1)\n\n')
    await bench.run('edit_file', { path: 'new/b.ts', old_string: '', new_string: 'x\n' })
    expect(await content('ws/new/b.ts')).toBe('x\n')
    await expect(bench.plan('edit_file', { ...edit, path: 'c.ts' })).rejects.toThrow('There is no file c.ts.')
  })
})

describe('delete_file', () => {
  test('a file, a folder, a link', async () => {
    await bench.lay({ 'ws/a': 'text', 'ws/d/x': '1', 'ws/d/y': '2', 'out/kept': '' })
    await symlink('../out', join(bench.folder, 'link'))
    const file = await bench.plan('delete_file', { path: 'a' })
    expect(file).toMatchObject({
      action: 'delete',
      subject: { type: 'delete', path: 'a', what: 'file (4 bytes)' },
      write: { path: join(bench.folder, 'a'), before: hashContent('text'), after: null },
    })
    expect(await file.execute(bench.context, null)).toEqual({
      outcome: 'ok',
      text: 'Deleted a (file (4 bytes)).',
      display: { type: 'delete', path: 'a' },
    })
    const folder = await bench.plan('delete_file', { path: 'd' })
    expect([folder.subject, folder.write]).toEqual([
      { type: 'delete', path: 'd', what: 'folder with 2 files (2 bytes)' },
      undefined,
    ])
    await folder.execute(bench.context, null)
    const link = await bench.plan('delete_file', { path: 'link' })
    expect([link.action, link.subject]).toEqual(['delete', { type: 'delete', path: 'link', what: 'link' }])
    await link.execute(bench.context, null)
    expect(['ws/a', 'ws/d', 'ws/link', 'out/kept'].map((path) => existsSync(join(bench.root, path)))).toEqual(
      [false, false, false, true],
    )
  })

  test.each([
    ['.', 'workspace folder'],
    ['..', 'workspace folder'],
    ['/', 'workspace folder'],
    ['gone', 'There is no file gone.'],
  ])('%s cannot be deleted', async (path, words) => {
    await expect(bench.plan('delete_file', { path })).rejects.toMatchObject({
      name: 'ToolError',
      message: expect.stringContaining(words),
    })
  })

  test('outside, protected, and what holds something protected', async () => {
    await bench.lay({ 'out/x': '', 'ws/.vscode/a': '', 'ws/vendor/lib/.git/HEAD': '' })
    const action = async (path: string) => (await bench.plan('delete_file', { path })).action
    expect([await action('../out/x'), await action('.vscode'), await action('vendor')]).toEqual([
      'edit_outside',
      'edit_protected',
      'edit_protected',
    ])
  })
})

describe('the action of an edit', () => {
  test.each([
    ['src/a.ts', 'edit'],
    ['../out/a.ts', 'edit_outside'],
    ['.git/hooks/pre-commit', 'edit_protected'],
    ['packages/x/AGENTS.md', 'edit_protected'],
    ['.mcp.json', 'edit_protected'],
    ['../out/.npmrc', 'edit_protected'],
  ])('%s: %s', async (path, action) => {
    expect(await bench.plan('write_to_file', { path, content: 'x' })).toMatchObject({ action })
    expect(await bench.plan('edit_file', { path, old_string: '', new_string: 'x' })).toMatchObject({ action })
  })

  test('through a link: where it leads, and both names for the mode’s pattern', async () => {
    await bench.lay({ 'ws/src/a.ts': 'x' })
    await symlink('src/a.ts', join(bench.folder, 'notes.md'))
    expect(await bench.plan('write_to_file', { path: 'notes.md', content: 'y' })).toMatchObject({
      subject: { path: 'src/a.ts' },
      paths: [join(bench.folder, 'src/a.ts'), join(bench.folder, 'notes.md')],
    })
  })
})

describe('between plan and execute', () => {
  const edits = [
    ['write_to_file', { path: 'a', content: 'new' }],
    ['apply_diff', { path: 'a', diff: block('old', 'new') }],
    ['edit_file', { path: 'a', old_string: 'old', new_string: 'new' }],
    ['delete_file', { path: 'a' }],
  ] as const

  test.each(edits)('%s does nothing to a file that changed meanwhile', async (tool, args) => {
    await bench.lay({ 'ws/a': 'old' })
    const plan = await bench.plan(tool, args)
    await writeFile(join(bench.folder, 'a'), 'other')
    await expect(plan.execute(bench.context, null)).rejects.toMatchObject({
      name: 'ToolError',
      message: expect.stringContaining('a changed meanwhile'),
    })
    expect(await content('ws/a')).toBe('other')
  })

  test.each(edits)('%s does nothing to a file that went meanwhile', async (tool, args) => {
    await bench.lay({ 'ws/a': 'old' })
    const plan = await bench.plan(tool, args)
    await rm(join(bench.folder, 'a'))
    await expect(plan.execute(bench.context, null)).rejects.toMatchObject({ name: 'ToolError' })
    expect(existsSync(join(bench.folder, 'a'))).toBe(false)
  })

  test('a new file does not overwrite one that came meanwhile', async () => {
    const plan = await bench.plan('write_to_file', { path: 'a', content: 'new' })
    await bench.lay({ 'ws/a': 'theirs' })
    await expect(plan.execute(bench.context, null)).rejects.toThrow(
      'a is there by now, so nothing was done. Read it again before you go on.',
    )
    expect(await content('ws/a')).toBe('theirs')
  })

  test('permissions are kept', async () => {
    await bench.lay({ 'ws/run.sh': 'old' })
    await chmod(join(bench.folder, 'run.sh'), 0o755)
    await bench.run('edit_file', { path: 'run.sh', old_string: 'old', new_string: 'new' })
    expect((await stat(join(bench.folder, 'run.sh'))).mode & 0o777).toBe(0o755)
  })
})

import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { expect, test } from '@playwright/test'

const root = join(import.meta.dirname, '..')

type AsarFolder = { files: Record<string, AsarFolder | { size: number; unpacked?: boolean }> }

/** Paths of all files in an asar archive: its header is JSON, after four 32-bit lengths. */
function listAsar(path: string): string[] {
  const archive = readFileSync(path)
  const header = JSON.parse(archive.toString('utf8', 16, 16 + archive.readUInt32LE(12))) as AsarFolder
  const list = (folder: AsarFolder, prefix: string): string[] =>
    Object.entries(folder.files).flatMap(([name, entry]) =>
      'files' in entry ? list(entry, `${prefix}${name}/`) : [prefix + name],
    )
  return list(header, '').sort()
}

/** Electron's fuses by position, as its documentation numbers them. */
function readFuses(binary: string): string {
  const bytes = readFileSync(binary)
  const at = bytes.indexOf('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX')
  return bytes.toString('latin1', at + 34, at + 42)
}

test.describe('the package', () => {
  test.skip(process.platform !== 'linux', 'the layout that is looked at is that of Linux')
  let output = ''
  let app = ''

  test.beforeAll(() => {
    output = mkdtempSync(join(tmpdir(), 'treeline-package-'))
    const script = join(root, 'scripts', 'package.mjs')
    const options = ['--hollow', '--dir', `-c.directories.output=${output}`]
    const { status, stderr } = spawnSync(process.execPath, [script, ...options], {
      cwd: root,
      encoding: 'utf8',
    })
    expect(status, stderr).toBe(0)
    const name = readdirSync(output).find((entry) => entry.endsWith('-unpacked'))
    app = join(output, name ?? 'nothing was packaged')
  })

  test.afterAll(() => rmSync(output, { recursive: true, force: true }))

  test('holds the build, the native modules of this platform and nothing else', () => {
    const files = listAsar(join(app, 'resources', 'app.asar'))
    for (const name of ['index.js', 'web.js', 'cli.js']) expect(files).toContain(`out/main/${name}`)
    expect(files).toContain('out/preload/index.cjs')
    expect(files).toContain('out/renderer/index.html')
    expect(files).toContain('LICENSE')

    const isExpected = (file: string) =>
      /^(out\/(main|preload|renderer)\/|resources\/|package\.json$|LICENSE$)/.test(file) ||
      /^node_modules\/(better-sqlite3|node-pty|@lydell\/node-pty-[^/]+)\//.test(file)
    expect(files.filter((file) => !isExpected(file) || file.endsWith('.map'))).toEqual([])

    const natives = files.filter((file) => file.endsWith('.node'))
    const platform = `${process.platform}-${process.arch}`
    expect(natives.length).toBeGreaterThan(1)
    expect(natives.filter((file) => !file.includes(platform))).toEqual([])
  })

  test('holds every resource', () => {
    const resources = readdirSync(join(root, 'resources'), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => relative(root, join(parentPath, name)))
      .filter((path) => !path.startsWith('resources/build/'))
    expect(resources.length).toBeGreaterThan(10)
    const files = listAsar(join(app, 'resources', 'app.asar'))
    expect(resources.filter((path) => !files.includes(path))).toEqual([])
  })

  test('has the native modules as files that the system can load', () => {
    const archive = join(app, 'resources', 'app.asar')
    const natives = listAsar(archive).filter((file) => file.endsWith('.node'))
    expect(natives.filter((file) => !existsSync(join(`${archive}.unpacked`, file)))).toEqual([])
  })

  test('sets every fuse', () => {
    // runAsNode, cookie encryption, NODE_OPTIONS, --inspect, asar integrity, only asar, V8 snapshot, file://
    expect(readFuses(join(app, 'treeline'))).toBe('01001100')
  })
})

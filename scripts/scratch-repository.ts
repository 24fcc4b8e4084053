import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

const repository = dirname(import.meta.dirname)

/** What the scripts and the tools they run look for at the root. */
const COPIED = [
  ...['scripts', '.gitignore', 'biome.json', 'package.json', 'package-lock.json'],
  ...['electron.vite.config.ts', 'vitest.config.ts', 'playwright.config.ts'],
  ...['tsconfig.base.json', 'tsconfig.node.json', 'tsconfig.web.json', 'tsconfig.e2e.json'],
]

/**
 * A folder with this repository's scripts and configuration, and none of its sources, for tests of the scripts.
 * @param options `dependencies`: link this repository's `node_modules` into it
 */
export function createScratchRepository(options: { dependencies: boolean }) {
  const root = mkdtempSync(join(tmpdir(), 'treeline-scratch-'))
  for (const name of COPIED) {
    // The scripts' own tests stay out, or the scratch repository would run them.
    const filter = (source: string): boolean => !source.endsWith('.test.ts')
    cpSync(join(repository, name), join(root, name), { recursive: true, filter })
  }
  if (options.dependencies) symlinkSync(join(repository, 'node_modules'), join(root, 'node_modules'))

  return {
    root,
    /** Writes files by path from the root. */
    write(files: Record<string, string>): void {
      for (const [path, text] of Object.entries(files)) {
        mkdirSync(dirname(join(root, path)), { recursive: true })
        writeFileSync(join(root, path), text)
      }
    },
    /** Removes a file or folder below the root. */
    remove(path: string): void {
      rmSync(join(root, path), { recursive: true, force: true })
    },
    dispose(): void {
      rmSync(root, { recursive: true, force: true })
    },
  }
}

import { createHash } from 'node:crypto'
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
} from 'node:fs'
import { join } from 'node:path'
import { resolveConfig } from 'electron-vite'
import { build, mergeConfig } from 'vite'
import { sourceSignature } from '../build.mjs'
import { root } from '../node-runtime.mjs'

/** Builds that nobody has used for so long are deleted: 6 hours. */
const STALE_MS = 6 * 3_600_000

/** The folder of a build, and its entries. */
export type TestBuild = { folder: string; cli: string; web: string }

/**
 * Builds the main side into a folder of its own, unless a build of the same sources is there: with failpoints
 * that work, or else exactly as `npm run build` does. Several may do so at the same time.
 */
export async function buildForTests({ failpoints }: { failpoints: boolean }): Promise<TestBuild> {
  const cache = join(root, '.cache')
  const recipe = readFileSync(import.meta.filename, 'utf8')
  const digest = createHash('sha1').update(sourceSignature(root)).update(recipe).digest('hex')
  const name = `${failpoints ? 'crash' : 'plain'}-${digest}`
  // Two levels below the root, where the entries look for `resources`.
  const folder = join(cache, name)
  if (!existsSync(folder)) {
    const draft = join(cache, `draft-${process.pid}-${Date.now()}`)
    try {
      await bundle(draft, failpoints)
      renameSync(draft, folder)
    } catch (error) {
      rmSync(draft, { recursive: true, force: true })
      // Another process has made the same one meanwhile.
      if (!existsSync(folder)) throw error
    }
  }
  utimesSync(folder, new Date(), new Date())
  for (const other of readdirSync(cache).filter((entry) => /^(crash|plain|draft)-/.test(entry))) {
    const used = statSync(join(cache, other), { throwIfNoEntry: false })?.mtimeMs ?? Date.now()
    if (Date.now() - used > STALE_MS) rmSync(join(cache, other), { recursive: true, force: true })
  }
  return { folder, cli: join(folder, 'cli.js'), web: join(folder, 'web.js') }
}

/** The product's own build of the main side, with at most one word changed. */
async function bundle(outDir: string, failpoints: boolean): Promise<void> {
  mkdirSync(outDir, { recursive: true })
  const { config } = await resolveConfig({ root, logLevel: 'error' }, 'build', 'production')
  if (!config?.main) throw new Error('electron.vite.config.ts has no main side.')
  await build(
    mergeConfig(config.main, {
      ...(failpoints ? { define: { TREELINE_FAILPOINTS: 'true' } } : {}),
      build: { outDir, sourcemap: false, license: false },
    }),
  )
}

// `npm run package`: the app as electron-builder puts it together, unpacked, in dist/. Other options replace
// `--dir`: `npm run package -- --linux AppImage`. `--hollow` packages the build as it is, without Electron's
// program, for looking at what goes in.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildIfStale } from './build.mjs'
import { downloadElectron, findElectron } from './find-electron.mjs'
import { nodeRuntime, root, toolEnvironment } from './node-runtime.mjs'
import { runChild } from './run-child.mjs'

/** Marks in Electron's binary where its fuses are: see https://www.electronjs.org/docs/latest/tutorial/fuses. */
const FUSE_SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'

/**
 * A folder that stands where Electron's program would, with nothing in it but fuses to set, so that what goes
 * into a package can be checked without the program.
 */
function createHollowElectron() {
  const folder = mkdtempSync(join(tmpdir(), 'treeline-hollow-electron-'))
  const fuses = '0'.repeat(16)
  const binary = Buffer.from(`${FUSE_SENTINEL}\x01${String.fromCharCode(fuses.length)}${fuses}`, 'latin1')
  if (process.platform === 'darwin') {
    const contents = join(folder, 'Electron.app', 'Contents', 'MacOS')
    mkdirSync(contents, { recursive: true })
    writeFileSync(join(contents, 'Electron'), binary)
  } else {
    writeFileSync(join(folder, process.platform === 'win32' ? 'electron.exe' : 'electron'), binary)
  }
  return folder
}

async function packageApp() {
  const args = process.argv.slice(2)
  const hollowWanted = args.includes('--hollow')
  const options = args.filter((arg) => arg !== '--hollow')
  if (!hollowWanted) await buildIfStale()
  const electron = hollowWanted ? undefined : (findElectron() ?? downloadElectron({ again: false }))
  const hollow = electron ? undefined : createHollowElectron()
  if (hollow) {
    console.error("Treeline: without Electron's program the package holds everything else and cannot be run.")
  }
  try {
    const cli = join(root, 'node_modules', 'electron-builder', 'cli.js')
    const what = options.length > 0 ? options : ['--dir']
    const dist = hollow ? [`-c.electronDist=${hollow}`] : []
    process.exitCode = await runChild(nodeRuntime(), [cli, ...what, ...dist, '--publish', 'never'], {
      cwd: root,
      env: toolEnvironment(),
    })
  } finally {
    if (hollow) rmSync(hollow, { recursive: true, force: true })
  }
}

packageApp().catch((error) => {
  console.error(`Treeline: ${error instanceof Error ? error.message : error}`)
  process.exitCode = 1
})

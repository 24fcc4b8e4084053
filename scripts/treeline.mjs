#!/usr/bin/env node
// The command line: makes sure of the right Node and a fresh build, then is out/main/cli.js. Plain Node 20.
// Nothing but the command itself writes to stdout.
import { existsSync } from 'node:fs'
import nodeModule from 'node:module'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { buildIfStale } from './build.mjs'
import { bundledNode, root, runsTreeline } from './node-runtime.mjs'
import { runChild } from './run-child.mjs'

async function main() {
  if (!existsSync(join(root, 'node_modules')) || !(bundledNode() || runsTreeline(process.version))) {
    const { ensure } = await import('./ensure.mjs')
    ensure()
  }
  const node = bundledNode()
  if (node && !runsTreeline(process.version)) {
    process.exitCode = await runChild(node, [fileURLToPath(import.meta.url), ...process.argv.slice(2)])
    return
  }
  await buildIfStale()
  // `npm run` moves to the package's folder; paths and the workspace are meant from where it was typed.
  if (process.env.npm_lifecycle_event === 'treeline' && process.env.INIT_CWD)
    process.chdir(process.env.INIT_CWD)
  nodeModule.enableCompileCache?.()
  await import(pathToFileURL(join(root, 'out', 'main', 'cli.js')).href)
}

main().catch((error) => {
  console.error(`treeline: ${error instanceof Error ? error.message : error}`)
  process.exitCode = 1
})

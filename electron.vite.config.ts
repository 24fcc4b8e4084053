import { resolve } from 'node:path'
import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'
import { loadBuiltInModes } from './src/main/modes/built-in.ts'

const file = (path: string): string => resolve(import.meta.dirname, path)

/** The oldest Node that runs `out/main`, and below that of Electron 45. */
const NODE_TARGET = 'node22.12'

/**
 * One build, three entries for the main side. Everything is bundled except Electron and the native
 * modules, which are the only `dependencies` of package.json (electron-vite leaves those out by itself).
 */
export default defineConfig({
  main: {
    define: {
      // With this the calls of failpoints are calls of empty functions, which the bundler drops.
      TREELINE_FAILPOINTS: 'false',
      // Read here once, so that no start has to; a damaged one fails the build.
      TREELINE_BUILT_IN_MODES: JSON.stringify(JSON.stringify(loadBuiltInModes(file('resources/modes')))),
    },
    build: {
      target: NODE_TARGET,
      sourcemap: true,
      license: { fileName: 'licenses.md' },
      rolldownOptions: {
        input: {
          index: file('src/main/index.ts'),
          web: file('src/main/web.ts'),
          cli: file('src/main/cli.ts'),
        },
        output: { format: 'es', chunkFileNames: 'chunks/[name]-[hash].js' },
        // What entries share goes to chunks, never into an entry that another would then have to run.
        preserveEntrySignatures: 'strict',
      },
    },
  },
  preload: {
    build: {
      target: NODE_TARGET,
      // A sandboxed preload may require `electron` only: one CommonJS file with everything in it.
      externalizeDeps: false,
      rolldownOptions: {
        input: { index: file('src/preload/index.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs', codeSplitting: false },
      },
    },
  },
  renderer: {
    root: file('src/renderer'),
    base: './',
    plugins: [react(), tailwindcss()],
    worker: { format: 'es' },
    build: {
      target: 'chrome120',
      minify: 'oxc',
      // The notices that the licenses of bundled packages ask to go with them.
      license: { fileName: 'licenses.md' },
      // A data: URL would be a script or worker that `script-src 'self'` and `worker-src 'self'` refuse.
      assetsInlineLimit: 0,
      rolldownOptions: {
        input: { index: file('src/renderer/index.html') },
        output: {
          codeSplitting: {
            // A chunk that several others share runs before the one that tells zod, unless zod is told in zod's own.
            groups: [{ name: 'zod', test: /[\\/]node_modules[\\/]zod[\\/]|[\\/]without-eval\.ts$/ }],
          },
        },
      },
    },
  },
})

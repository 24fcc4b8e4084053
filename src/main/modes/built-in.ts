import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Mode } from '../../contract/mode.ts'
import { parseModesText } from './parse-modes.ts'

/** The modes as JSON, set by the build (electron.vite.config.ts) and by nothing else. */
declare const TREELINE_BUILT_IN_MODES: string | undefined

/** The modes there are without any set-up (R16), in the order in which they are offered. */
export const builtInSlugs = ['orchestrator', 'code', 'architect', 'debug', 'ask', 'test', 'review'] as const

/**
 * The built-in modes: what the build found in them, which saves every start some 15 ms of reading YAML, or else what
 * stands in `folder`. Throws as `loadBuiltInModes` does.
 */
export function builtInModes(folder: string): Mode[] {
  if (typeof TREELINE_BUILT_IN_MODES === 'undefined') return loadBuiltInModes(folder)
  return JSON.parse(TREELINE_BUILT_IN_MODES) as Mode[]
}

/**
 * Reads the built-in modes from `<folder>/<slug>.yaml`, each a modes file of its own that goes through the
 * same reader as everybody's. Throws an Error that names the file when one is missing or has any fault: the
 * app was put together wrongly.
 */
export function loadBuiltInModes(folder: string): Mode[] {
  return builtInSlugs.map((slug) => {
    const path = join(folder, `${slug}.yaml`)
    const { modes, problems } = parseModesText(readFileSync(path, 'utf8'), 'builtin')
    const [mode] = modes
    if (mode?.slug !== slug || modes.length !== 1 || problems.length > 0) {
      const found = problems.map(({ line, message }) => `line ${line}: ${message}`).join(' ')
      throw new Error(`The built-in mode in ${path} is damaged. ${found}`)
    }
    return mode
  })
}

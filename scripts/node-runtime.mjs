import { accessSync, constants } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The repository, or the installed package. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)))

/** The oldest Node on which Treeline's own code and its native modules run. */
const OLDEST = { major: 22, minor: 12 }

/**
 * Whether a Node version such as `v22.12.0` runs Treeline.
 * @param {string} version
 */
export function runsTreeline(version) {
  const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number)
  return major > OLDEST.major || (major === OLDEST.major && minor >= OLDEST.minor)
}

/** The Node that npm put beside the dependencies, or undefined where there is none for this platform. */
export function bundledNode() {
  const path = join(root, 'node_modules', '.bin', 'node')
  try {
    accessSync(path, constants.X_OK)
    return path
  } catch {
    return undefined
  }
}

/** The Node to run Treeline and its tools on. */
export function nodeRuntime() {
  return bundledNode() ?? process.execPath
}

/** The environment for the project's tools: their Node and binaries come first on PATH. */
export function toolEnvironment() {
  const bin = join(root, 'node_modules', '.bin')
  const rest = process.env.PATH ?? ''
  return { ...process.env, PATH: rest.split(delimiter)[0] === bin ? rest : bin + delimiter + rest }
}

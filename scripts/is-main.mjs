import { realpathSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/**
 * Whether the module with this `import.meta.url` is the one that Node was started with, links followed.
 * @param {string} url
 */
export function isMain(url) {
  const script = process.argv[1]
  return script !== undefined && realpathSync(script) === fileURLToPath(url)
}

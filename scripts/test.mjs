// `npm test`: types, lint, unit tests, build and end-to-end tests, each to its end whatever the others say.
// Its last lines name what failed; the very last is `N passed, N failed`, counting every test, and every static
// check as one.
// `-- --unit` runs only the unit tests, `-- --e2e` only the build and the end-to-end tests.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { nodeRuntime, root, toolEnvironment } from './node-runtime.mjs'
import { runChild } from './run-child.mjs'

/** @typedef {{ passed: number, failed: number, skipped: number, names: string[] }} Count names: of what failed */

const reports = mkdtempSync(join(tmpdir(), 'treeline-test-'))

/**
 * @param {string} title
 * @param {string[]} args of Node
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Promise<number>} exit code
 */
function run(title, args, env = {}) {
  console.log(`\n── ${title} ──`)
  return runChild(nodeRuntime(), args, { cwd: root, env: { ...toolEnvironment(), ...env } })
}

/** @param {string} path @returns {any} what the test runner reported; {} when it wrote nothing */
function readReport(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return {}
  }
}

/**
 * A runner that fails without naming a failed test, or that ran none, counts as one failure.
 * @param {string} title
 * @param {number} code
 * @param {Count} count
 * @returns {Count}
 */
function settle(title, code, count) {
  const failedUnnamed = count.failed === 0 && (code !== 0 || count.passed === 0)
  return failedUnnamed ? { ...count, failed: 1, names: [`${title}, as a whole`] } : count
}

/**
 * A command of package.json that passes or fails as a whole.
 * @param {string} name
 */
async function check(name) {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  console.log(`\n── ${name} ──`)
  const shell = process.platform === 'win32' ? ['cmd', '/d', '/s', '/c'] : ['sh', '-c']
  const [program = '', ...flags] = shell
  const code = await runChild(program, [...flags, scripts[name]], { cwd: root, env: toolEnvironment() })
  return {
    passed: code === 0 ? 1 : 0,
    failed: code === 0 ? 0 : 1,
    skipped: 0,
    names: code === 0 ? [] : [name],
  }
}

async function unitTests() {
  const report = join(reports, 'vitest.json')
  const cli = join(root, 'node_modules', 'vitest', 'vitest.mjs')
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  const code = await run('unit tests', [cli, 'run', ...reporters])
  const result = readReport(report)
  /** @type {{ name: string, status: string, assertionResults: { status: string, fullName: string }[] }[]} */
  const files = result.testResults ?? []
  const unloadable = files.filter((file) => file.status === 'failed' && file.assertionResults.length === 0)
  const names = files.flatMap(({ name, assertionResults }) =>
    assertionResults
      .filter(({ status }) => status === 'failed')
      .map(({ fullName }) => `${relative(root, name)}: ${fullName}`),
  )
  return settle('unit tests', code, {
    passed: result.numPassedTests ?? 0,
    failed: (result.numFailedTests ?? 0) + unloadable.length,
    skipped: (result.numPendingTests ?? 0) + (result.numTodoTests ?? 0),
    names: [...names, ...unloadable.map(({ name }) => relative(root, name))],
  })
}

/** @param {any} suite of Playwright's report @returns {string[]} */
function failedSpecs({ file, specs = [], suites = [] }) {
  const failed = specs.filter((/** @type {any} */ spec) => !spec.ok)
  const names = failed.map((/** @type {any} */ { line, title }) => `e2e/${file}:${line}: ${title}`)
  return [...names, ...suites.flatMap(failedSpecs)]
}

async function endToEndTests() {
  const report = join(reports, 'playwright.json')
  const cli = join(root, 'node_modules', '@playwright', 'test', 'cli.js')
  const code = await run('end-to-end tests', [cli, 'test', '--reporter=list,json'], {
    PLAYWRIGHT_JSON_OUTPUT_NAME: report,
  })
  const { stats = {}, errors = [], suites = [] } = readReport(report)
  const { expected = 0, unexpected = 0, flaky = 0, skipped = 0 } = stats
  return settle('end-to-end tests', code, {
    passed: expected,
    failed: unexpected + flaky + errors.length,
    skipped,
    names: suites.flatMap(failedSpecs),
  })
}

const [part] = process.argv.slice(2)
if (part !== undefined && part !== '--unit' && part !== '--e2e') {
  console.error(`Treeline: unknown option ${part}. npm test takes -- --unit or -- --e2e.`)
  process.exit(2)
}

const steps = [
  ...(part ? [] : [() => check('typecheck'), () => check('lint')]),
  ...(part === '--e2e' ? [] : [unitTests]),
  ...(part === '--unit' ? [] : [() => check('build'), endToEndTests]),
]

/** @type {Count} */
const total = { passed: 0, failed: 0, skipped: 0, names: [] }
for (const step of steps) {
  const count = await step()
  total.passed += count.passed
  total.failed += count.failed
  total.skipped += count.skipped
  total.names.push(...count.names)
}
rmSync(reports, { recursive: true, force: true })

if (total.names.length > 0) console.log(`\nFailed:\n${total.names.map((name) => `  ${name}`).join('\n')}`)
if (total.skipped > 0) console.log(`\n${total.skipped} skipped`)
console.log(`${total.skipped > 0 ? '' : '\n'}${total.passed} passed, ${total.failed} failed`)
process.exitCode = total.failed > 0 ? 1 : 0

import { existsSync, readFileSync } from 'node:fs'
import { readdir, readFile, rename, stat, symlink, truncate } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { decide } from '../policy/decide.ts'
import { resolveAutoApprove } from '../policy/resolve-auto-approve.ts'
import { createToolBench, type ToolBench } from '../testing/tool-bench.ts'
import { ToolError } from './tool.ts'

type Case = {
  id: string
  input: { op: string; path: string; layout: Record<string, string> }
  expect: string
  why: string
}

const corpus = process.env.TREELINE_CORPUS
const file = corpus === undefined ? '' : join(corpus, 'security', 'path-scope.json')
const found = existsSync(file)
if (!found)
  console.info('Not run: the corpus of paths, because TREELINE_CORPUS names no folder that holds it.')
const cases = found ? (JSON.parse(readFileSync(file, 'utf8')) as { cases: Case[] }).cases : []

/** Everything that may be automatic inside the folder is; the rest asks. */
const entries = resolveAutoApprove({ everywhere: { read: true, edit: true, delete: true } })

const TOOLS: Record<string, string> = {
  read: 'read_file',
  mention: 'read_file',
  list: 'list_files',
  search: 'search_files',
}

/** Cases about what this app does not have. */
const NOT_HERE = new Set(['PATH-022'])

/** Lays the case's files out; what is to happen after the plan or before it is returned. */
async function layOut(
  bench: ToolBench,
  layout: Case['input']['layout'],
): Promise<{ beforePlan?: () => Promise<void>; afterPlan?: () => Promise<void> }> {
  const { root, folder } = bench
  const later: Awaited<ReturnType<typeof layOut>> = {}
  const links: [string, string][] = []
  for (const [path, kind] of Object.entries(layout)) {
    if (kind.startsWith('-> ')) links.push([path, kind.slice(3)])
    else if (kind.startsWith('swap-> ')) {
      later.afterPlan = async () => {
        await rename(join(root, path), join(root, `${path}-before`))
        await symlink('../out', join(root, path))
      }
    } else if (kind.startsWith('replaced by')) {
      later.beforePlan = async () => {
        await rename(folder, join(root, 'ws-before'))
        await symlink('out', folder)
      }
    } else if (kind === '3 GiB sparse') {
      await bench.lay({ [path]: '' })
      await truncate(join(root, path), 3 * 1024 ** 3)
    } else if (kind === 'dir' || kind.startsWith('git worktree'))
      await bench.lay({ [`${path.replace(/\/$/, '')}/`]: '' })
    else await bench.lay({ [kind.includes('NFD') ? path.normalize('NFD') : path.normalize('NFC')]: kind })
  }
  for (const [path, target] of links) await symlink(target, join(root, path))
  return later
}

async function outsideOf(root: string): Promise<unknown> {
  const names = (await readdir(join(root, 'out'))).sort()
  const { mtimeMs } = await stat(join(root, 'out/secret.txt'))
  return { names, secret: await readFile(join(root, 'out/secret.txt'), 'utf8'), mtimeMs }
}

describe.runIf(found)('the corpus of paths', () => {
  test.each(cases.filter(({ id }) => !NOT_HERE.has(id)))('$id: $why', async ({ input, expect: expected }) => {
    const bench = await createToolBench()
    const tools = await createToolBench({ forbidden: [join(bench.root, 'config')] })
    try {
      const later = await layOut(bench, input.layout)
      const outside = await outsideOf(bench.root)
      // A task in a worktree: the checkout it came from is another folder.
      const inWorktree = input.path.includes('{PARENT_CHECKOUT}')
      const folder = inWorktree ? join(bench.root, 'wt/child') : bench.folder
      const path = input.path
        .replace(/^multi: ok .* \+ /, '')
        .replace('{ROOT}', bench.root)
        .replace('{APPCONFIG}', join(bench.root, 'config'))
        .replace('{PARENT_CHECKOUT}', bench.folder)
      const tool = tools.tools.find(TOOLS[input.op] ?? 'write_to_file')
      if (!tool) throw new Error('There is no such tool.')
      const context = { ...tools.context, folder }
      const args = tools.tools.parse(tool, JSON.stringify({ path, content: 'new', regex: '.' }))

      await later.beforePlan?.()
      const began = performance.now()
      const outcome = await tool.plan(args, context).then(
        async (plan) => {
          const verdict = decide({ plan, tool, mode: context.mode, folder, entries })
          if (verdict.verdict !== 'allow') return verdict.verdict
          await later.afterPlan?.()
          return plan.execute(context, null).then(
            (result) => `done: ${result?.text}`,
            (error: unknown) => refusal(error),
          )
        },
        (error: unknown) => refusal(error),
      )
      const took = performance.now() - began

      expect(outcome).not.toContain('SECRET')
      if (expected === 'error_eloop') {
        expect(outcome).toContain('go in a circle')
        expect(took).toBeLessThan(100)
      } else if (expected === 'not_found') expect(outcome).toMatch(/^refused: There is no file/)
      else if (expected === 'reject' || expected === 'deny') expect(outcome).toMatch(/^refused: /)
      else if (expected === 'ask_even_if_auto') expect(outcome).toBe('ask')
      else if (expected.startsWith('deny')) expect(outcome).toMatch(/^(refused: |ask$)/)
      else if (expected === 'truncated') expect(outcome).toMatch(/is a binary file|Not the whole file/)
      else if (expected === 'allow_same_file_or_ask') {
        expect(outcome).toMatch(/^done: Changed/)
        expect(await readdir(join(bench.folder, 'src'))).toHaveLength(2)
      } else expect([expected, outcome]).toEqual(['allow', expect.stringMatching(/^done: /)])
      if (later.beforePlan === undefined) expect(await outsideOf(bench.root)).toEqual(outside)
    } finally {
      await tools.dispose()
      await bench.dispose()
    }
  })
})

function refusal(error: unknown): string {
  if (error instanceof ToolError) return `refused: ${error.message}`
  throw error
}

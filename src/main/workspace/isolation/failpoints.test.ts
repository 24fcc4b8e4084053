import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { isolationFailpointNames } from '../../base/failpoint.ts'

it('every failpoint of isolation is at its effect, and a test kills there', () => {
  const sources = readdirSync(import.meta.dirname).map((name) => ({
    test: name.endsWith('.test.ts'),
    text: readFileSync(join(import.meta.dirname, name), 'utf8'),
  }))
  const passed = sources.filter(({ test }) => !test).map(({ text }) => text)
  expect(
    isolationFailpointNames().filter((name) => !passed.some((text) => text.includes(`failpoint('${name}')`))),
  ).toEqual([])
  const tests = sources.filter(({ test }) => test).map(({ text }) => text)
  const killed = (name: string) => tests.some((text) => text.includes(`'${name}`))
  const inWorktrees = /^(before|after):worktree\.(add|fill|copy|ready)$/
  expect(isolationFailpointNames().filter((name) => !inWorktrees.test(name) && !killed(name))).toEqual([])
})

import { afterEach, expect, it } from 'vitest'
import { calling, completing } from '../testing/conversation.ts'
import { startTestApp, type TestApp } from '../testing/test-app.ts'

let test: TestApp
afterEach(() => test.dispose())

it('sums what the last request held, by kind', async () => {
  test = await startTestApp({
    files: { 'long.txt': 'a long line of text\n'.repeat(200) },
    script: ({ turn }) => {
      if (turn === 0) return calling('read_file', { path: 'long.txt' })
      return turn === 1 ? calling('list_files', { path: '.' }) : completing('Done.')
    },
  })
  test.create('Read it.', { mode: 'code', delegation: false, approve: 'all' })
  await test.until('SA-1', 'completed')
  const { request } = test.app.contextParts(test.id('SA-1'))
  const counts = Object.fromEntries((request?.parts ?? []).map(({ kind, count }) => [kind, count]))
  expect(counts).toMatchObject({ system: 1, messages: 1, answers: 2, results: 1, files: 1 })
  expect(counts.tools).toBeGreaterThan(5)
  const [files] = request?.parts.filter(({ kind }) => kind === 'files') ?? []
  expect(files?.tokens).toBeGreaterThan(1_000)
  const sum = (request?.parts ?? []).reduce((all, { tokens }) => all + tokens, 0)
  expect(Math.abs(sum - (request?.tokens ?? 0))).toBeLessThan(200)
})

import { createRouterClient } from '@orpc/server'
import { expect, it, onTestFinished } from 'vitest'
import { completing } from '../testing/conversation.ts'
import { startTestApp } from '../testing/test-app.ts'
import { createRouter } from './router.ts'

it('answers what a face asks, with a text alone or with all there is, and refuses what is no search', async () => {
  const test = await startTestApp({ script: () => completing('A heron.') })
  onTestFinished(() => test.dispose())
  test.create('What is it?', { approve: 'all' })
  await test.until('SA-1', 'completed')
  const { search } = createRouterClient(createRouter(test.app))
  const page = await search.query({ text: 'heron' })
  expect(page.tasks.map(({ displayId, status }) => [displayId, status])).toEqual([['SA-1', 'completed']])
  const [hit] = page.tasks[0]?.hits ?? []
  expect(hit?.pieces).toContainEqual({ text: 'heron', marked: true })
  expect(test.view('SA-1').items.map(({ id }) => id)).toContain(hit?.item)
  const { workspaceId, id: taskId, mode } = test.task('SA-1')
  const all = {
    workspaceId,
    taskId,
    mode,
    statuses: ['completed' as const],
    typing: true,
    limit: 1,
    cursor: null,
  }
  expect((await search.query({ text: 'her', ...all })).found).toBe(1)
  await expect(search.query({ text: 'x'.repeat(1_001) })).rejects.toMatchObject({ code: 'BAD_REQUEST' })
  await expect(search.query({ text: 'x', limit: 0 })).rejects.toMatchObject({ code: 'BAD_REQUEST' })
  const stop = new AbortController()
  stop.abort()
  await expect(search.query({ text: 'heron' }, { signal: stop.signal })).rejects.toThrow()
})

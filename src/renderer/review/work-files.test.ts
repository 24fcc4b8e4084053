import { expect, test } from 'vitest'
import type { TaskId } from '../../contract/ids.ts'
import type { Client } from '../connection/connection.ts'
import { createWorkFiles, type WorkFilePlace } from './work-files.ts'

test('a file between two commits is fetched once, and each of them by itself', async () => {
  const asked: string[] = []
  const workFile = async ({ head, path }: WorkFilePlace) => {
    asked.push(`${head} ${path}`)
    return { hunks: [], tooLarge: path === 'large.ts' }
  }
  const files = createWorkFiles({ task: { workFile } } as unknown as Client)
  const place = { taskId: 'tsk_1' as TaskId, base: 'b', head: 'h', path: 'large.ts' }
  const first = files.of(place)
  expect(files.of({ ...place })).toBe(first)
  files.of({ ...place, head: 'other' })
  await first.reload()
  expect(asked).toEqual(['h large.ts', 'other large.ts', 'h large.ts'])
  expect(first.store.getState().value).toEqual({ hunks: [], tooLarge: true })
})

import { existsSync, writeFileSync } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { temporaryFolder } from '../testing/temporary-folder.ts'
import { createLogFlush } from './log-flush.ts'

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }))
afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

/** A log, and how often its data was flushed. */
async function prepare() {
  const path = join(temporaryFolder(), 'treeline.db-wal')
  writeFileSync(path, 'frames')
  const probe = await open(path)
  const prototype = Object.getPrototypeOf(probe) as FileHandle
  await probe.close()
  const datasync = vi.spyOn(prototype, 'datasync')
  return { path, log: createLogFlush(path), datasync }
}

test('flushes once for all commits of a second', async () => {
  const { log, datasync } = await prepare()
  log.soon()
  vi.advanceTimersByTime(999)
  log.soon()
  expect(datasync).not.toHaveBeenCalled()
  vi.advanceTimersByTime(1)
  await vi.waitFor(() => expect(datasync).toHaveBeenCalledTimes(1))
  vi.advanceTimersByTime(5_000)
  expect(datasync).toHaveBeenCalledTimes(1)
  log.soon()
  vi.advanceTimersByTime(1_000)
  await vi.waitFor(() => expect(datasync).toHaveBeenCalledTimes(2))
  expect(log.failed).toBe(false)
})

test('knows that a flush has failed, until one succeeds', async () => {
  const { log, datasync } = await prepare()
  datasync.mockRejectedValueOnce(new Error('EIO'))
  log.soon()
  vi.advanceTimersByTime(1_000)
  await vi.waitFor(() => expect(log.failed).toBe(true))
  log.soon()
  vi.advanceTimersByTime(1_000)
  await vi.waitFor(() => expect(log.failed).toBe(false))
})

test('makes no file where there is none, and does nothing once disposed of', async () => {
  const { log, datasync, path } = await prepare()
  log.soon()
  log.dispose()
  vi.advanceTimersByTime(5_000)
  expect(datasync).not.toHaveBeenCalled()
  const gone = createLogFlush(`${path}-gone`)
  gone.soon()
  vi.advanceTimersByTime(1_000)
  await vi.waitFor(() => expect(gone.failed).toBe(true))
  expect(existsSync(`${path}-gone`)).toBe(false)
})

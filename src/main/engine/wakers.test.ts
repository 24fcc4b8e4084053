import { getEventListeners } from 'node:events'
import { expect, it } from 'vitest'
import { createWakers } from './wakers.ts'

const never = new AbortController().signal

it('finds at once what is there already', async () => {
  await expect(createWakers().until('a', () => 'there', never)).resolves.toBe('there')
})

it('looks again after every wake of its own name, and only finds what is there', async () => {
  const wakers = createWakers()
  let found: string | null = null
  let looks = 0
  const look = () => {
    looks++
    return found
  }
  const waiting = wakers.until('a', look, never)
  await Promise.resolve()
  expect(wakers.wake('b')).toBe(false)
  expect(wakers.wake('a')).toBe(true)
  await new Promise(setImmediate)
  expect(looks).toBe(2)
  found = 'now'
  expect(wakers.wake('a')).toBe(true)
  await expect(waiting).resolves.toBe('now')
  expect(wakers.wake('a')).toBe(false)
})

it('wakes all who wait', async () => {
  const wakers = createWakers()
  let found: number | null = null
  const all = [1, 2, 3].map(() => wakers.until('a', () => found, never))
  await Promise.resolve()
  found = 7
  wakers.wake('a')
  await expect(Promise.all(all)).resolves.toEqual([7, 7, 7])
})

it('rejects with the reason of an abort, before, during and after the wake, and waits no longer', async () => {
  const wakers = createWakers()
  const nothing = () => null
  await expect(wakers.until('a', nothing, AbortSignal.abort('early'))).rejects.toBe('early')
  const during = new AbortController()
  const waiting = wakers.until('a', nothing, during.signal)
  during.abort('stopped')
  await expect(waiting).rejects.toBe('stopped')
  expect(wakers.wake('a')).toBe(false)

  const after = new AbortController()
  let found: string | null = null
  const woken = wakers.until('a', () => found, after.signal)
  found = 'there'
  wakers.wake('a')
  after.abort('too late')
  await expect(woken).rejects.toBe('too late')
})

it('leaves no listener on a signal that outlives many waits', async () => {
  const wakers = createWakers()
  const { signal } = new AbortController()
  for (let i = 0; i < 20; i++) {
    let found: number | null = null
    const waiting = wakers.until('a', () => found, signal)
    expect(getEventListeners(signal, 'abort')).toHaveLength(1)
    found = i
    wakers.wake('a')
    await waiting
  }
  expect(getEventListeners(signal, 'abort')).toEqual([])
})

it('stops listening when told to, without touching who came after', async () => {
  const wakers = createWakers()
  const first = wakers.listen('a')
  expect(wakers.wake('a')).toBe(true)
  await first.woken
  const second = wakers.listen('a')
  first.dispose()
  expect(wakers.wake('a')).toBe(true)
  await second.woken
  const third = wakers.listen('a')
  third.dispose()
  third.dispose()
  expect(wakers.wake('a')).toBe(false)
})

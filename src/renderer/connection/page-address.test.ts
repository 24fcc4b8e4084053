import { expect, test } from 'vitest'
import { readPageAddress } from './page-address.ts'

function page(hash: string, kept: Record<string, string> = {}) {
  const store = new Map(Object.entries(kept))
  const shown = { url: '' }
  return {
    shown,
    location: { hash, host: '127.0.0.1:5000', pathname: '/', search: '', protocol: 'http:' },
    history: {
      replaceState: (_data: unknown, _title: string, url?: string | URL | null) => {
        shown.url = String(url)
      },
    },
    sessionStorage: {
      getItem: (key: string) => store.get(key) ?? null,
      setItem: (key: string, value: string) => void store.set(key, value),
    },
    store,
  }
}

test('the token is kept for the tab and leaves the address bar; the task stays', () => {
  const given = page('#token=s3cret&task=tsk_1')
  expect(readPageAddress(given)).toEqual({
    socket: { url: 'ws://127.0.0.1:5000/rpc', token: 's3cret' },
    taskId: 'tsk_1',
  })
  expect(given.shown.url).toBe('/#task=tsk_1')
  expect(readPageAddress(page('', Object.fromEntries(given.store)))).toMatchObject({
    socket: { token: 's3cret' },
    taskId: null,
  })
})

test('another host may be named', () => {
  expect(readPageAddress(page('#token=t&host=127.0.0.1:7777')).socket?.url).toBe('ws://127.0.0.1:7777/rpc')
})

test('without a token there is no socket', () => {
  expect(readPageAddress(page('#task=tsk_1'))).toEqual({ socket: null, taskId: 'tsk_1' })
})

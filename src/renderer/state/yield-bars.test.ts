import { expect, test } from 'vitest'
import { createChrome } from './chrome.ts'
import { yieldBars } from './yield-bars.ts'

function setUp(innerWidth: number) {
  const chrome = createChrome()
  const page = Object.assign(new EventTarget(), { innerWidth }) as unknown as Window & { innerWidth: number }
  const stop = yieldBars(chrome, page)
  const resize = (to: number) => {
    page.innerWidth = to
    page.dispatchEvent(new Event('resize'))
    const { left, right } = chrome.store.getState()
    return [left.open, right.open]
  }
  return { chrome, resize, stop }
}

test('bars give way as the page narrows and come back as it widens', () => {
  const { resize } = setUp(1440)
  expect([1300, 1100, 700, 600, 700, 1440].map(resize)).toEqual([
    [true, true],
    [true, false],
    [true, false],
    [false, false],
    [true, false],
    [true, true],
  ])
})

test('what a person opens or closes meanwhile stays', () => {
  const { chrome, resize } = setUp(1440)
  resize(1000)
  chrome.setRight({ open: true })
  expect(resize(900)).toEqual([true, true])
  chrome.setRight({ open: false })
  expect(resize(1440)).toEqual([true, false])
})

test('a page that begins narrow begins without what would cover it', () => {
  expect(setUp(720).resize(720)).toEqual([true, false])
  const { chrome, resize, stop } = setUp(1440)
  stop()
  resize(500)
  expect(chrome.store.getState().right.open).toBe(true)
})

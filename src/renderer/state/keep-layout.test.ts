import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createChrome } from './chrome.ts'
import { keepLayout } from './keep-layout.ts'
import { parseLayout } from './layout.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

function setUp(fails = false) {
  const kept: string[] = []
  const setLayout = async ({ json }: { json: string }) => {
    kept.push(json)
    if (fails) throw new Error('offline')
  }
  const chrome = createChrome()
  const page = new EventTarget()
  const client = { settings: { setLayout } } as never
  const keeper = keepLayout({ chrome, client }, 'wsp_1' as never, { at: 'first' }, page as never)
  const widths = () => kept.map((json) => parseLayout(json).left.width)
  return { chrome, keeper, kept, page, widths }
}

test('changes in a row are kept once, at rest, with the panes', async () => {
  const { chrome, keeper, kept, widths } = setUp()
  for (const width of [250, 260, 270]) chrome.setLeft({ width })
  keeper.setPanes({ at: 'second' })
  chrome.setCollapsed(['tsk_1' as never], true)
  chrome.setPlanView('graph')
  expect(kept).toEqual([])
  await vi.advanceTimersByTimeAsync(1000)
  expect(widths()).toEqual([270])
  expect(parseLayout(kept[0] ?? null)).toMatchObject({
    collapsed: ['tsk_1'],
    plan: 'graph',
    panes: { at: 'second' },
  })
})

test('what does not belong to the layout, or did not change, is not kept', async () => {
  const { chrome, kept } = setUp()
  chrome.showPalette('tasks')
  await vi.advanceTimersByTimeAsync(1000)
  expect(kept).toEqual([])
  chrome.setLeft({ width: 300 })
  await vi.advanceTimersByTimeAsync(1000)
  chrome.setLeft({ width: 310 })
  chrome.setLeft({ width: 300 })
  await vi.advanceTimersByTimeAsync(1000)
  expect(kept).toHaveLength(1)
})

test('the last change is kept when the page goes, and when the workspace is left', () => {
  const { chrome, keeper, page, widths } = setUp()
  chrome.setLeft({ width: 301 })
  page.dispatchEvent(new Event('pagehide'))
  chrome.setLeft({ width: 302 })
  keeper.dispose()
  chrome.setLeft({ width: 303 })
  expect(widths()).toEqual([301, 302])
})

test('what could not be kept is kept with the next change', async () => {
  const { chrome, widths } = setUp(true)
  chrome.setLeft({ width: 301 })
  await vi.advanceTimersByTimeAsync(1000)
  chrome.setLeft({ width: 302 })
  chrome.setLeft({ width: 301 })
  await vi.advanceTimersByTimeAsync(1000)
  expect(widths()).toEqual([301, 301])
})

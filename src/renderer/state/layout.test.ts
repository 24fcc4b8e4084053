import fc from 'fast-check'
import { expect, test } from 'vitest'
import { firstLayout, type Layout, leftWidths, parseLayout, rightWidths } from './layout.ts'

test('a layout comes back as it was kept', () => {
  const layout: Layout = {
    left: { open: false, width: 300 },
    right: { open: true, width: 400, tab: 'changes' },
    collapsed: ['tsk_1' as never],
    plan: 'graph',
    panes: { grid: {} },
  }
  expect(parseLayout(JSON.stringify(layout))).toEqual(layout)
})

test('nothing kept, or nothing readable, is the first layout', () => {
  for (const json of [null, '', '{', 'null', '[]', '{"left":7,"right":{"tab":"gone"}}']) {
    expect(parseLayout(json)).toEqual(firstLayout)
  }
})

test('whatever was kept, the widths are usable', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (left, right) => {
      const json = JSON.stringify({ left: { width: left }, right: { width: right } })
      const layout = parseLayout(json)
      expect(layout.left.width).toBeGreaterThanOrEqual(leftWidths.least)
      expect(layout.left.width).toBeLessThanOrEqual(leftWidths.most)
      expect(layout.right.width).toBeGreaterThanOrEqual(rightWidths.least)
      expect(layout.right.width).toBeLessThanOrEqual(rightWidths.most)
    }),
  )
})

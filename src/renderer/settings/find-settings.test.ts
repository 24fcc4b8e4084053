import { expect, test } from 'vitest'
import { findSettings, markWords } from './find-settings.ts'

test('settings are found by every word of titles and descriptions, titles first', () => {
  const found = findSettings('Font code').map(({ id }) => id)
  expect(found[0]).toBe('codeFont')
  expect(findSettings('pixels').map(({ id }) => id)).toEqual(['fontSize', 'codeFontSize'])
  expect(findSettings('split pane')[0]).toMatchObject({ section: 'keys', title: 'Split Pane' })
  expect(findSettings('gate')[0]?.section).toBe('worktrees')
  expect([findSettings('  '), findSettings('no such thing')]).toEqual([[], []])
})

test('what was found is marked, whatever its letters and signs', () => {
  expect(markWords('Size of text', 'SIZE text')).toEqual(['', 'Size', ' of ', 'text', ''])
  expect(markWords('3.5 (three)', '(three')).toEqual(['3.5 ', '(three', ')'])
  expect(markWords('Theme', '')).toEqual(['Theme'])
})

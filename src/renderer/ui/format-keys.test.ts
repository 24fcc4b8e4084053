import { expect, test } from 'vitest'
import { formatKeys } from './format-keys.ts'

test('keys read as the platform writes them', () => {
  expect(
    ['$mod+k', '$mod+Shift+KeyP', '$mod+Alt+ArrowUp', 'Escape'].map((k) => formatKeys(k, false)),
  ).toEqual(['Ctrl+K', 'Ctrl+Shift+P', 'Ctrl+Alt+↑', 'Esc'])
  expect(['$mod+k', '$mod+Shift+KeyP'].map((k) => formatKeys(k, true))).toEqual(['⌘K', '⌘⇧P'])
})

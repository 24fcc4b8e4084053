import { expect, test } from 'vitest'
import { formatKeys } from './format-keys.ts'

test('keys read as the platform writes them', () => {
  expect(
    ['$mod+k', '$mod+Shift+KeyP', '$mod+Alt+ArrowUp', 'Escape', '$mod+([1-9])', '[Shift]+?'].map((k) =>
      formatKeys(k, false),
    ),
  ).toEqual(['Ctrl+K', 'Ctrl+Shift+P', 'Ctrl+Alt+↑', 'Esc', 'Ctrl+1–9', '?'])
  expect(['$mod+k', '$mod+Shift+KeyP'].map((k) => formatKeys(k, true))).toEqual(['⌘K', '⌘⇧P'])
})

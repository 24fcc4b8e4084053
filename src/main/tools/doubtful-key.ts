import { visit } from 'jsonc-parser'

/**
 * A key in a JSON text that could be read in two ways: one that an object has twice, of which readers take
 * either, or `__proto__`, which is a key to some and a command to others. Null when there is none. The text must be
 * valid JSON. What a person is shown and what is carried out must not differ, so such arguments are not taken.
 */
export function findDoubtfulKey(text: string): { key: string; why: 'twice' | 'proto' } | null {
  const open: Set<string>[] = []
  let found: { key: string; why: 'twice' | 'proto' } | null = null
  visit(text, {
    onObjectBegin: () => {
      open.push(new Set())
    },
    onObjectEnd: () => {
      open.pop()
    },
    onObjectProperty(key) {
      const keys = open.at(-1)
      if (found !== null || keys === undefined) return
      if (key === '__proto__') found = { key, why: 'proto' }
      else if (keys.has(key)) found = { key, why: 'twice' }
      keys.add(key)
    },
  })
  return found
}

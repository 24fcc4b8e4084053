import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8')

function colours(theme: 'light' | 'dark'): Record<string, string> {
  const block = new RegExp(`\\[data-theme=.${theme}.\\] \\{([^}]*)\\}`).exec(css)?.[1] ?? ''
  return Object.fromEntries([...block.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6});/g)].map((m) => [m[1], m[2]]))
}

/** Relative luminance, from WCAG 2.2. */
function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const c = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

function contrast(a: string, b: string): number {
  const [high = 0, low = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x)
  return (high + 0.05) / (low + 0.05)
}

const grounds = ['canvas', 'surface', 'raised', 'sunken', 'hover', 'selected']
const tones = ['approval', 'question', 'working', 'subtask', 'idle', 'done', 'failed']
const text = (ink: string, on: string[]) => on.map((ground) => [ink, ground, 4.5] as const)
const mark = (ink: string, on: string[]) => on.map((ground) => [ink, ground, 3] as const)
const pairs = [
  ...text('ink', [...grounds, 'added-ground', 'removed-ground', 'match']),
  ...text('ink-2', grounds),
  ...text('ink-3', grounds),
  ...text('accent', [...grounds, 'accent-soft']),
  ...text('on-accent', ['accent-strong', 'accent-hover', 'danger-strong']),
  ...mark('focus', grounds),
  ...tones.flatMap((tone) => [
    ...text(`${tone}-ink`, [...grounds.slice(0, 4), `${tone}-soft`]),
    ...mark(tone, grounds),
  ]),
]

for (const theme of ['light', 'dark'] as const) {
  test(`every ${theme} colour has AA contrast on the grounds it stands on`, () => {
    const values = colours(theme)
    const bad = pairs
      .map(([ink, ground, least]) => ({
        pair: `${ink} on ${ground}`,
        ratio: contrast(values[ink] ?? '', values[ground] ?? ''),
        least,
      }))
      .filter(({ ratio, least }) => !(ratio >= least))
      .map(({ pair, ratio, least }) => `${pair}: ${ratio.toFixed(2)} < ${least}`)
    expect(bad).toEqual([])
  })
}

import { expect, test } from 'vitest'
import { familiesOf, rowHeightOf, scalesOf } from './look.ts'

test('lines are as they are made for, lower when compact, and grow with the text', () => {
  const height = (density: 'comfortable' | 'compact', fontSize: number) =>
    rowHeightOf({ density, fontSize }, 30)
  expect([height('comfortable', 13), height('compact', 13), height('comfortable', 20)]).toEqual([30, 24, 46])
  expect(rowHeightOf(null, 30)).toBe(30)
  expect(scalesOf({ density: 'comfortable', fontSize: 13 })).toEqual({ text: 1, space: 1 })
})

test('fonts are named as CSS wants them', () => {
  expect(familiesOf(`JetBrains Mono, monospace, 'Fira Code'`)).toBe(
    '"JetBrains Mono", monospace, "Fira Code"',
  )
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { workspacePrefix } from './workspace-prefix.ts'

const free = () => false

test.each([
  ['treeline', 'TR'],
  ['TreeLine', 'TL'],
  ['my-web-app', 'MWA'],
  ['a very long name', 'AVL'],
  ['snake_case', 'SC'],
  ['HTTPServer', 'HS'],
  ['v2-api', 'VA'],
  ['2048', 'TL'],
  ['42nd street', 'NS'],
  ['x', 'XX'],
  ['ok', 'OK'],
  ['Ёлка', 'TL'],
  ['日本', 'TL'],
  ['Éclair', 'EC'],
  ['Straße', 'ST'],
  ['café-über', 'CU'],
  ['ﬁnance', 'FI'],
  ['', 'TL'],
  ['.config', 'CO'],
])('%s begins with %s', (name, prefix) => {
  expect(workspacePrefix(name, free)).toBe(prefix)
})

test('takes another letter of the name, then a number, when others have it', () => {
  const taken = new Set<string>()
  const take = (name: string) => {
    const prefix = workspacePrefix(name, (candidate) => taken.has(candidate))
    taken.add(prefix)
    return prefix
  }
  expect([take('trees'), take('trees'), take('trees'), take('trees'), take('trees')]).toEqual([
    'TR',
    'TRE',
    'TRS',
    'TR2',
    'TR3',
  ])
  expect([take('my-web-app'), take('My Wide Area')]).toEqual(['MWA', 'MWA2'])
  expect([take('日本'), take('中国')]).toEqual(['TL', 'TL2'])
})

test('is never one that is taken, and always letters with a number behind them', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'binary' }), { maxLength: 30 }), (names) => {
      const taken = new Set<string>()
      for (const name of names) {
        const prefix = workspacePrefix(name, (candidate) => taken.has(candidate))
        expect(prefix).toMatch(/^[A-Z]{2,3}[0-9]*$/)
        expect(taken).not.toContain(prefix)
        taken.add(prefix)
      }
    }),
  )
})

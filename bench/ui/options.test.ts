import { expect, it } from 'vitest'
import { readOptions } from './options.ts'

const known = ['tree', 'stream', 'typing']

it('asks for everything when nothing is said', () => {
  expect(readOptions([], known)).toEqual({ only: [], rounds: null })
})
it('takes several names, in one word or in several', () => {
  expect(readOptions(['--only', 'tree, typing', '--only', 'stream', '--rounds', '2'], known)).toEqual({
    only: ['tree', 'typing', 'stream'],
    rounds: 2,
  })
})
it('refuses what is not there, and says what is', () => {
  expect(() => readOptions(['--only', 'three'], known)).toThrow('--only takes: tree, stream, typing.')
})
it.each(['0', '-1', '1.5', 'many'])('refuses %s rounds', (rounds) => {
  expect(() => readOptions([`--rounds=${rounds}`], known)).toThrow('a whole number from 1')
})

import { expect, test } from 'vitest'
import { withQuote } from './quotes.ts'

test('a quotation stands behind what was written, line by line, with room to go on', () => {
  expect(withQuote('', ' one\n\ntwo\n')).toBe('> one\n>\n> two\n\n')
  expect(withQuote('So: \n', 'one')).toBe('So:\n\n> one\n\n')
})

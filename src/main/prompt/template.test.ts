import { expect, test } from 'vitest'
import { compileTemplate } from './template.ts'

test('fills every placeholder, everywhere it stands', () => {
  const fill = compileTemplate('t', '{{a}} and {{b}}, {{a}}.', ['a', 'b'])
  expect(fill({ a: 'one', b: 'two' })).toBe('one and two, one.')
})

test('what is filled in is not looked into, whatever it holds', () => {
  const fill = compileTemplate('t', '{{a}}{{b}}', ['a', 'b'])
  expect(fill({ a: '{{b}} $& $1', b: '{{a}}' })).toBe('{{b}} $& $1{{a}}')
})

test.each([
  ['an unknown placeholder', 'Hello {{nobody}} {{a}}', /t has an unknown placeholder \{\{nobody\}\}/],
  ['a placeholder that is missing', 'Hello', /t lacks the placeholder \{\{a\}\}/],
  ['braces that are no placeholder', '{{a}} {{ a }}', /t has braces/],
  ['an open brace', '{{a}} {{a', /t has braces/],
])('%s is found before anything is filled in', (_, text, message) => {
  expect(() => compileTemplate('t', text, ['a'])).toThrow(message)
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { externalLink } from './external-link.ts'

test('lets http, https and mailto through, normalised', () => {
  expect(externalLink('https://example.com/a b')).toBe('https://example.com/a%20b')
  expect(externalLink(' HTTP://EXAMPLE.com')).toBe('http://example.com/')
  expect(externalLink('mailto:someone@example.com')).toBe('mailto:someone@example.com')
})

test('lets nothing else through', () => {
  const others = [
    'file:///etc/passwd',
    'javascript:alert(1)',
    'java\nscript:alert(1)',
    'data:text/html,x',
    'treeline://app/',
    'smb://host/share',
    'ms-msdt:/id',
    'vbscript:x',
    '\\\\host\\share',
    '/etc/passwd',
    'example.com',
    '',
  ]
  expect(others.filter((text) => externalLink(text) !== null)).toEqual([])
})

test('whatever it is given, it throws nothing and what passes has one of the three schemes', () => {
  const scheme = fc.constantFrom('http', 'HTTPS', 'mailto', 'file', 'javascript', 'treeline', 'smb', '')
  const anything = fc.oneof(
    fc.string(),
    fc
      .tuple(scheme, fc.constantFrom(':', '://', ':\n//', ':\\\\'), fc.string())
      .map((parts) => parts.join('')),
  )
  fc.assert(
    fc.property(anything, (text) => {
      const link = externalLink(text)
      expect(link === null || /^(https?:\/\/|mailto:)/.test(link)).toBe(true)
    }),
  )
})

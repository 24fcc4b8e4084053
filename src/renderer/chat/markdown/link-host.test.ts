import { expect, test } from 'vitest'
import { hostToShow } from './link-host.ts'

test('a link that claims another host than it leads to is found out', () => {
  const links: [string, string][] = [
    ['https://github.com/login', 'https://evil.example/login'],
    ['github.com', 'https://evilgithub.com/'],
    ['www.github.com', 'https://github.com.evil.example/'],
    ['me@bank.example', 'mailto:thief@evil.example'],
    ['https://github.com/login', 'https://github.com/login'],
    ['github.com', 'https://www.github.com/x'],
    ['github.com', 'https://docs.github.com/x'],
    ['the documentation', 'https://evil.example/'],
  ]
  expect(links.map(([words, address]) => hostToShow(words, address))).toEqual([
    'evil.example',
    'evilgithub.com',
    'github.com.evil.example',
    'thief@evil.example',
    null,
    null,
    null,
    null,
  ])
})

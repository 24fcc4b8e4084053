import { expect, test } from 'vitest'
import { renderHtml } from './render-html.ts'

const html = (text: string) => renderHtml(text, {}).trim()

test('HTML in the text stays text', () => {
  const bad = [
    '<script>window.PWNED=1</script>',
    '<img src=x onerror="window.PWNED=1">',
    '<details open ontoggle=window.PWNED=1>x</details>',
    '<style>@import url(https://evil.example/x.css)</style>',
    '```html\n<script>window.PWNED=1</script>\n```',
    '```"><img src=x onerror=alert(1)>\ncode\n```',
  ]
  const elements = bad.flatMap((text) => [...html(text).matchAll(/<([a-z]+)/g)].map((match) => match[1]))
  expect(new Set(elements)).toEqual(new Set(['p', 'a', 'pre', 'code']))
})

test('addresses that run something are no links', () => {
  const bad = [
    'javascript:alert(1)',
    '  jAvAsCrIpT&colon;alert(1)',
    'data:text/html;base64,PHN2Zz4=',
    'vbscript:x',
  ]
  expect(bad.map((address) => html(`[x](${address})`)).filter((text) => text.includes('<a'))).toEqual([])
})

test('a picture becomes a link', () => {
  expect(html('![a cat](https://example.org/cat.png) and ![][r]\n\n[r]: https://example.org/b')).toBe(
    '<p><a href="https://example.org/cat.png">Image: a cat</a> and <a href="https://example.org/b">Image: picture</a></p>',
  )
})

test('words with dots are no links, whole addresses are', () => {
  expect(html('Run deploy.sh or see https://example.org/a.')).toBe(
    '<p>Run deploy.sh or see <a href="https://example.org/a">https://example.org/a</a>.</p>',
  )
})

test('cells are aligned without a style', () => {
  expect(html('| a | b |\n|--:|:-:|\n| 1 | 2 |')).toContain(
    '<td align="right">1</td>\n<td align="center">2</td>',
  )
})

test('line ends show when people typed them', () => {
  expect([renderHtml('a\nb', {}), renderHtml('a\nb', {}, true)]).toEqual(['<p>a\nb</p>\n', '<p>a<br>b</p>\n'])
})

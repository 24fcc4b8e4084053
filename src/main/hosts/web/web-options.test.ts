import { expect, it } from 'vitest'
import { parseWebOptions } from './web-options.ts'

it('opens a browser on a free port unless told otherwise', () => {
  expect(parseWebOptions([])).toEqual({ port: 0, open: true, data: undefined, devRenderer: null })
  expect(
    parseWebOptions([
      '--port',
      '8080',
      '--no-open',
      '--data',
      '/d',
      '--dev-renderer',
      'http://localhost:5173/x',
    ]),
  ).toEqual({ port: 8080, open: false, data: '/d', devRenderer: 'http://localhost:5173' })
})

it.each([
  [['--port', 'eighty'], '--port takes a number from 0 to 65535, not "eighty".'],
  [['--port', '-1'], '--port'],
  [['--port', '65536'], 'not "65536"'],
  [['--port', '1.5'], 'not "1.5"'],
  [['--port', ''], 'not ""'],
  [['--prot', '1'], '--prot'],
  [['surplus'], 'surplus'],
  [['--data'], '--data'],
  [['--dev-renderer', 'nowhere'], '--dev-renderer'],
])('says what is wrong with %j', (argv, words) => {
  expect(() => parseWebOptions(argv)).toThrow(words)
})

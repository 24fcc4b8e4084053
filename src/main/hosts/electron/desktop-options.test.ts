import { expect, test } from 'vitest'
import { AppError } from '../../../contract/app-error.ts'
import { parseDesktopOptions } from './desktop-options.ts'

test('finds the data folder among the switches of Electron and Chromium', () => {
  const switches = ['--inspect=0', '--remote-debugging-port=0', '--no-sandbox', '/path/to/app']
  expect(parseDesktopOptions(switches)).toEqual({ data: undefined })
  expect(parseDesktopOptions([...switches, '--data', 'some where'])).toEqual({ data: 'some where' })
  expect(parseDesktopOptions([...switches, '--data=elsewhere', '-psn_0_1'])).toEqual({ data: 'elsewhere' })
})

test.each([[['--data']], [['--data=']], [['--data', '--no-sandbox']]])('refuses %j', (argv) => {
  expect(() => parseDesktopOptions(argv)).toThrow(AppError)
})

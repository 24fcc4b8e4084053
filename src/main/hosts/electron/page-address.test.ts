import { expect, test } from 'vitest'
import { taskIdSchema } from '../../../contract/ids.ts'
import { createPageAddress } from './page-address.ts'

const taskId = taskIdSchema.parse('tsk_01J0000000000000000000000A')

test('the built page has an address of its own, and each task one of its own in it', () => {
  const { of, devServer } = createPageAddress(undefined)
  expect([of(null), of(taskId), devServer]).toEqual([
    'treeline://app/',
    `treeline://app/#task=${taskId}`,
    null,
  ])
})

test('the page of a development server is where that is', () => {
  const { of, isPage, devServer } = createPageAddress('http://localhost:5173')
  expect([of(null), of(taskId)]).toEqual(['http://localhost:5173/', `http://localhost:5173/#task=${taskId}`])
  expect(devServer).toBe('http://localhost:5173')
  expect(isPage('http://localhost:5173/main.tsx')).toBe(true)
  expect(['http://localhost:5174/', 'treeline://app/'].filter(isPage)).toEqual([])
})

test('is not taken in by look-alikes', () => {
  const { isPage } = createPageAddress(undefined)
  expect(
    ['treeline://app', 'treeline://app/', 'treeline://app/assets/a.js#x'].filter((url) => !isPage(url)),
  ).toEqual([])
  const others = [
    'treeline://app.example.com/',
    'treeline://example.com/app/',
    'treeline://app@example.com/',
    'treeline://app:80/',
    'https://app/',
    'blob:treeline://app/0',
    'about:blank',
    '',
    'null',
  ]
  expect(others.filter(isPage)).toEqual([])
})

test('knows a reload from going elsewhere', () => {
  const { of, isSameDocument } = createPageAddress(undefined)
  expect(isSameDocument(of(null), of(null))).toBe(true)
  expect(isSameDocument(of(taskId), of(null))).toBe(true)
  expect(isSameDocument(of(null), 'treeline://app/other.html')).toBe(false)
  expect(isSameDocument(of(null), 'https://example.com/')).toBe(false)
  expect(isSameDocument('https://example.com/', 'https://example.com/')).toBe(false)
})

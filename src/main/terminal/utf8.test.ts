import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { wholeLength, wholeStart } from './utf8.ts'

describe('wholeLength', () => {
  test('any text cut anywhere decodes to itself when the rest waits for the next chunk', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.array(fc.nat(40), { maxLength: 8 }), (text, cuts) => {
        const bytes = Buffer.from(text)
        const places = [...cuts.map((cut) => Math.min(cut, bytes.length)), bytes.length].sort((a, b) => a - b)
        let decoded = ''
        let waiting = Buffer.alloc(0)
        let from = 0
        for (const place of places) {
          waiting = Buffer.concat([waiting, bytes.subarray(from, place)])
          from = place
          const whole = wholeLength(waiting)
          decoded += waiting.toString('utf8', 0, whole)
          waiting = waiting.subarray(whole)
        }
        expect(decoded + waiting.toString()).toBe(text)
        expect(waiting.length).toBe(0)
      }),
    )
  })

  test('bytes that are no UTF-8 do not wait for ever', () => {
    expect(wholeLength(Buffer.from([0x80, 0x80, 0x80, 0x80]))).toBe(4)
    expect(wholeLength(Buffer.from([0x41, 0xf0, 0x9f, 0x98]))).toBe(1)
    expect(wholeLength(Buffer.from([0xf0, 0x9f, 0x98, 0x80]))).toBe(4)
    expect(wholeLength(Buffer.from([]))).toBe(0)
  })
})

test('wholeStart skips what continues a character', () => {
  expect(wholeStart(Buffer.from('é').subarray(1))).toBe(1)
  expect(wholeStart(Buffer.from('😀').subarray(1))).toBe(3)
  expect(wholeStart(Buffer.from('a'))).toBe(0)
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { timeAxis } from './time-axis.ts'

const labels = (elapsed: number, width: number) =>
  timeAxis(elapsed, width, false).ticks.map(({ label }) => label)

test.each([
  ['a moment', labels(700, 300), ['0', '200 ms', '400 ms', '600 ms']],
  ['seconds', labels(12_000, 300), ['0', '5 s', '10 s']],
  ['minutes', labels(250_000, 300), ['0', '2 min', '4 min']],
  ['hours', labels(5_400_000, 300), ['0', '30 min', '1 h']],
  ['days', labels(190_000_000, 300), ['0', '1 d', '2 d']],
  ['nothing', labels(0, 300), ['0']],
  ['no room', labels(12_000, 0), ['0', '10 s']],
])('%s', (_name, found, wanted) => {
  expect(found).toEqual(wanted)
})

test('everything is on the axis, and marks do not touch', () => {
  const elapsed = fc.double({ min: 0, max: 1e12, noNaN: true })
  fc.assert(
    fc.property(elapsed, fc.integer({ min: 200, max: 30_000 }), fc.boolean(), (time, width, goesOn) => {
      const { span, ticks } = timeAxis(time, width, goesOn)
      expect(span).toBeGreaterThanOrEqual(time)
      expect(ticks.at(-1)?.at).toBeLessThan(span)
      const apart = ((ticks[1]?.at ?? span) / span) * width
      expect(apart).toBeGreaterThanOrEqual(45)
    }),
  )
})

test('while it goes on, the axis stays as it is for a while', () => {
  const spans = new Set(Array.from({ length: 30 }, (_, at) => timeAxis(61_000 + at * 1000, 600, true).span))
  expect(spans.size).toBeLessThan(8)
})

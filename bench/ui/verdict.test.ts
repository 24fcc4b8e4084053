import { describe, expect, it } from 'vitest'
import { calmEnough, type Figure, type Floor, judge, type Sample, verdictLine } from './verdict.ts'

const calm: Floor = { fps: 60, worst: 20, key: 16, slowdown: 1.05 }
const busy: Floor = { fps: 41, worst: 90, key: 70, slowdown: 2.5 }
const rate: Figure = { name: 'scrolling', unit: 'fps', bound: { least: 50 }, needs: 'frame rate' }
const time: Figure = { name: 'opening', unit: 'ms', bound: { most: 200 }, needs: 'time' }
const sample = (value: number, floor = calm): Sample => ({ value, note: '', floor })

describe('judge', () => {
  it('keeps what is on its bound, from either side', () => {
    expect(judge(rate, [sample(50)]).verdict).toBe('kept')
    expect(judge(time, [sample(200)]).verdict).toBe('kept')
  })
  it('breaks what is beyond it', () => {
    expect(judge(rate, [sample(49.9)]).verdict).toBe('broken')
    expect(judge(time, [sample(200.1)]).verdict).toBe('broken')
  })
  it('does not blame the app for a busy machine', () => {
    expect(judge(rate, [sample(30, busy)])).toEqual({ verdict: 'unjudged', value: 30 })
  })
  it('keeps on a busy machine what is kept all the same', () => {
    expect(judge(time, [sample(150, busy)]).verdict).toBe('kept')
  })
  it('looks at calm samples alone where there are some', () => {
    expect(judge(rate, [sample(58), sample(20, busy), sample(22, busy)])).toEqual({
      verdict: 'kept',
      value: 58,
    })
    expect(judge(rate, [sample(40), sample(58, busy), sample(59, busy)]).verdict).toBe('broken')
  })
  it('takes the median', () => {
    expect(judge(time, [sample(100), sample(900), sample(120)])).toEqual({ verdict: 'kept', value: 120 })
  })
  it('never keeps what could not be measured', () => {
    expect(judge(time, [sample(Number.NaN)]).verdict).toBe('broken')
    expect(judge(rate, []).verdict).not.toBe('kept')
  })
})

describe('calmEnough', () => {
  it('asks what the figure depends on', () => {
    const slowKeys: Floor = { ...calm, key: 40 }
    const oneHitch: Floor = { ...calm, fps: 59, worst: 60 }
    const slowFrames: Floor = { ...calm, fps: 52 }
    expect(calmEnough('typing', slowKeys)).toBe(false)
    expect(calmEnough('frame rate', slowKeys)).toBe(true)
    expect(calmEnough('longest frame', oneHitch)).toBe(false)
    expect(calmEnough('frame rate', oneHitch)).toBe(true)
    expect(calmEnough('frame rate', slowFrames)).toBe(false)
    expect(calmEnough('time', slowFrames)).toBe(true)
  })
  it.each(['time', 'frame rate', 'longest frame', 'typing'] as const)(
    'has no %s on a machine that is not its own',
    (needs) => expect(calmEnough(needs, { ...calm, slowdown: 1.4 })).toBe(false),
  )
  it('can always tell what is no matter of time', () => expect(calmEnough('nothing', busy)).toBe(true))
})

describe('verdictLine', () => {
  it('says verdict, value, limit and floor', () => {
    const samples = [
      { ...sample(58), note: 'median 16.7 ms' },
      { ...sample(30, busy), note: 'not this' },
    ]
    expect(verdictLine(rate, samples)).toBe(
      'kept      scrolling: 58.0 fps of 58.0, 30.0 (at least 50 fps); median 16.7 ms; empty page 41.0 fps, longest frame 90.0 ms, a key in it up to 70.0 ms, work slowed 2.50×',
    )
  })
  it('says when the machine was too busy', () => {
    expect(verdictLine(time, [sample(300, { ...busy, key: null })])).toBe(
      'too busy  opening: 300.0 ms (at most 200 ms); empty page 41.0 fps, longest frame 90.0 ms, work slowed 2.50×',
    )
  })
})

import { describe, expect, test } from 'vitest'
import { createManualTimers } from '../testing/manual-timers.ts'
import { createWatchdog } from './watchdog.ts'

/** A watchdog of one minute, its timers, its wall clock, and what it said. */
function watch(dropsInSleep = true) {
  const timers = createManualTimers()
  let wall = 1_000_000
  const stalls: [string, number][] = []
  const dog = createWatchdog({
    timers,
    now: () => wall,
    stallMs: 60_000,
    dropsInSleep,
    onStall: (what, ms) => stalls.push([what, ms]),
  })
  return {
    dog,
    timers,
    stalls,
    /** Time passes as it does: a second at a time on both clocks. */
    pass(seconds: number) {
      for (let second = 0; second < seconds; second++) {
        wall += 1_000
        timers.advance(1_000)
      }
    },
    /** The machine sleeps: the wall clock goes on and timers stand still. */
    sleep(seconds: number) {
      wall += seconds * 1_000
    },
  }
}

describe('an answer that does not come', () => {
  test('is given up after the time that is set, once', () => {
    const { timers, stalls, pass } = watch()
    pass(59)
    expect(stalls).toEqual([])
    pass(300)
    expect(stalls).toEqual([['bytes', 60_000]])
    expect(timers.pending).toBe(0)
  })

  test('is not put off by keep-alives', () => {
    const { dog, stalls, pass } = watch()
    for (let second = 0; second < 60; second++) {
      dog.sawBytes()
      pass(1)
    }
    expect(stalls).toEqual([['content', 60_000]])
  })

  test('is waited for as long as pieces of it come', () => {
    const { dog, stalls, pass } = watch()
    for (let minute = 0; minute < 30; minute++) {
      pass(59)
      dog.sawBytes()
      dog.sawContent()
    }
    expect(stalls).toEqual([])
    dog.dispose()
    pass(600)
    expect(stalls).toEqual([])
  })
})

describe('a machine that slept', () => {
  test('has lost its connection: said within ten seconds of waking', () => {
    const { stalls, pass, sleep } = watch()
    pass(3)
    sleep(3_600)
    pass(10)
    expect(stalls).toEqual([['sleep', expect.closeTo(3_600_000, -4)]])
  })

  test('goes on where something still comes', () => {
    const { dog, stalls, pass, sleep } = watch()
    sleep(600)
    pass(3)
    dog.sawBytes()
    pass(30)
    expect(stalls).toEqual([])
    sleep(600)
    pass(10)
    expect(stalls).toMatchObject([['sleep', expect.anything()]])
  })

  test('has lost nothing to a server on the same machine, which slept too', () => {
    const { stalls, pass, sleep } = watch(false)
    sleep(3_600)
    pass(30)
    expect(stalls).toEqual([])
  })

  test('is not one whose clock was set back, or is late by a little', () => {
    const { stalls, pass, sleep } = watch()
    pass(5)
    sleep(-3_600)
    pass(10)
    sleep(25)
    pass(10)
    expect(stalls).toEqual([])
  })
})

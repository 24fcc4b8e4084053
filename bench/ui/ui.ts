import { availableParallelism, loadavg } from 'node:os'
import { figures, type UiFigure } from './figures.ts'
import { measureFloor, worseOf } from './floor.ts'
import { readOptions } from './options.ts'
import { type Place, preparePlace } from './place.ts'
import { calmEnough, judge, type Sample, verdictLine } from './verdict.ts'

// Measures how fast the built app's page is in a Chromium that draws in software, and holds its limits:
// `npm run bench:ui -- --only tree-scroll,typing --rounds 5`. Beside every figure stands what the same browser does
// with an empty page right before and after: a figure that is broken while that is slow is not judged.

const { only, rounds } = readOptions(
  process.argv.slice(2),
  figures.map(({ key }) => key),
)
const chosen = figures.filter(({ key }) => only.length === 0 || only.includes(key))

/** How long a measurement waits for the machine to come to rest, in ms. */
const patienceMs = 30_000

async function measure(place: Place, figure: UiFigure): Promise<Sample> {
  const floorNow = () => measureFloor(place, figure.draft ?? null)
  const until = Date.now() + patienceMs
  let before = await floorNow()
  while (!calmEnough(figure.needs, before) && Date.now() < until) before = await floorNow()
  const page = await place.openApp()
  try {
    const measured = await figure.measure(page, place)
    await page.close()
    return { ...measured, floor: worseOf(before, await floorNow()) }
  } finally {
    await page.close()
  }
}

const place = await preparePlace()
const machine = `${availableParallelism()} cores, load ${loadavg()[0]?.toFixed(1)}`
process.stdout.write(
  `Chromium ${place.browserVersion}, software rendering; ${machine}; node ${process.version}\n`,
)
let broken = 0
try {
  for (const figure of chosen) {
    const samples: Sample[] = []
    for (let round = 0; round < (rounds ?? figure.rounds); round++) samples.push(await measure(place, figure))
    if (judge(figure, samples).verdict === 'broken') broken++
    process.stdout.write(`${verdictLine(figure, samples)}\n`)
  }
} finally {
  await place.dispose()
}
process.exitCode = broken === 0 ? 0 : 1

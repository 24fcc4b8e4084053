import { type ChildProcess, fork, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

// Measures whole commands beside a bare script on the same SDK against the same scripted model in the same
// run, and holds the ratios. `npm run bench -- 9` takes nine rounds instead of five.

type Figures = { wallMs: number; firstRequestMs: number; cpuMs: number; maxRssMb: number }
type Row = {
  name: string
  ours: number
  bare: number | null
  unit: string
  limit: number
  over: 'bare' | 'absolute'
}

const root = join(import.meta.dirname, '..')
const rounds = Number(process.argv[2] ?? 5)
const base = mkdtempSync(join(tmpdir(), 'treeline-bench-'))
writeFileSync(join(base, 'notes.txt'), 'A line of notes.\n'.repeat(40))

const server = fork(join(import.meta.dirname, 'model-server.ts'), [], {
  stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  execArgv: ['--experimental-strip-types', '--disable-warning=ExperimentalWarning'],
})
const [address] = (await once(server.stdout as NonNullable<ChildProcess['stdout']>, 'data')) as [Buffer]
const baseUrl = address.toString().trim()

async function ask(message: string): Promise<unknown> {
  const answer = once(server, 'message')
  server.send(message)
  return (await answer)[0]
}

async function measure(args: string[]): Promise<Figures> {
  await ask('reset')
  const usage = join(base, 'usage.json')
  const env = {
    ...process.env,
    TREELINE_BASE_URL: baseUrl,
    TREELINE_MODEL: 'bench',
    TREELINE_API_KEY: 'bench',
    TREELINE_DATA: mkdtempSync(join(base, 'data-')),
    BENCH_USAGE: usage,
    BENCH_REQUEST: join(base, 'request.json'),
  }
  const began = Date.now()
  const child = spawn(
    process.execPath,
    ['--import', join(import.meta.dirname, 'report-usage.mjs'), ...args],
    {
      cwd: base,
      env,
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  )
  let complaints = ''
  child.stderr.on('data', (text: Buffer) => {
    complaints += text.toString()
  })
  const [code] = (await once(child, 'exit')) as [number]
  if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}:\n${complaints}`)
  const wallMs = Date.now() - began
  const first = await ask('first')
  const { cpuMs, maxRssMb } = JSON.parse(readFileSync(usage, 'utf8'))
  return { wallMs, firstRequestMs: Number(first) - began, cpuMs, maxRssMb }
}

const bare = (opening: string) => measure([join(import.meta.dirname, 'bare-loop.mjs'), opening])
const ours = (opening: string) =>
  measure([
    // As `npm run treeline` starts it.
    '--max-semi-space-size=4',
    join(root, 'scripts/treeline.mjs'),
    'run',
    '--workspace',
    base,
    '--approve',
    'all',
    '--json',
    opening,
    '--mode',
    /^(children|parallel)/.test(opening) ? 'orchestrator' : 'code',
  ])

/** Medians of `rounds` runs of both, taken in turn so that a noisy minute hits both alike. */
async function pair(opening: string): Promise<{ ours: Figures; bare: Figures }> {
  const runs: { ours: Figures; bare: Figures }[] = []
  for (let round = 0; round < rounds; round++)
    runs.push({ bare: await bare(opening), ours: await ours(opening) })
  const middle = (figures: Figures[]): Figures => {
    const of = (key: keyof Figures) =>
      figures.map((one) => one[key]).sort((a, b) => a - b)[figures.length >> 1] ?? 0
    return {
      wallMs: of('wallMs'),
      firstRequestMs: of('firstRequestMs'),
      cpuMs: of('cpuMs'),
      maxRssMb: of('maxRssMb'),
    }
  }
  return { ours: middle(runs.map((run) => run.ours)), bare: middle(runs.map((run) => run.bare)) }
}

// What Treeline sends with a request goes to the bare script too, so that both send as many bytes.
await ours('loop 1')
writeFileSync(join(base, 'request.json'), JSON.stringify(await ask('request')))

const loop = await pair('loop 100')
const short = await pair('loop 25')
const long = await pair('loop 400')
const stream = await pair('stream 20000')
const children = await pair('children 5')
const parallel = await pair('parallel 8')

/** What Treeline adds to a turn, in ms of its own CPU beyond the bare script's, between two lengths. */
const added = (from: typeof loop, to: typeof loop, turns: number) =>
  (to.ours.cpuMs - from.ours.cpuMs - (to.bare.cpuMs - from.bare.cpuMs)) / turns

const rows: Row[] = [
  {
    name: '100-turn loop, wall',
    ours: loop.ours.wallMs,
    bare: loop.bare.wallMs,
    unit: 'ms',
    limit: 1.5,
    over: 'bare',
  },
  {
    name: '100-turn loop, CPU',
    ours: loop.ours.cpuMs,
    bare: loop.bare.cpuMs,
    unit: 'ms',
    limit: 1.5,
    over: 'bare',
  },
  {
    name: 'start to first request',
    ours: loop.ours.firstRequestMs,
    bare: loop.bare.firstRequestMs,
    unit: 'ms',
    limit: 2,
    over: 'bare',
  },
  {
    name: '20,000-token stream, wall',
    ours: stream.ours.wallMs,
    bare: stream.bare.wallMs,
    unit: 'ms',
    limit: 1.5,
    over: 'bare',
  },
  {
    name: '20,000-token stream, CPU',
    ours: stream.ours.cpuMs,
    bare: stream.bare.cpuMs,
    unit: 'ms',
    limit: 1.5,
    over: 'bare',
  },
  {
    name: '5 children in sequence, wall',
    ours: children.ours.wallMs,
    bare: children.bare.wallMs,
    unit: 'ms',
    limit: 2,
    over: 'bare',
  },
  {
    name: '8 children side by side, wall',
    ours: parallel.ours.wallMs,
    bare: parallel.bare.wallMs,
    unit: 'ms',
    limit: 1.15,
    over: 'bare',
  },
  {
    name: 'added CPU a turn, turns 25 to 100',
    ours: added(short, loop, 75),
    bare: null,
    unit: 'ms',
    limit: 20,
    over: 'absolute',
  },
  {
    name: 'added CPU a turn, turns 100 to 400',
    ours: added(loop, long, 300),
    bare: null,
    unit: 'ms',
    limit: 20,
    over: 'absolute',
  },
  {
    name: 'resident memory, 100 turns',
    ours: loop.ours.maxRssMb,
    bare: loop.bare.maxRssMb,
    unit: 'MB',
    limit: 150,
    over: 'absolute',
  },
]

let broken = 0
process.stdout.write(`Medians of ${rounds} rounds; node ${process.version}\n`)
for (const { name, ours: own, bare: floor, unit, limit, over } of rows) {
  const ratio = floor === null ? null : own / floor
  const value = over === 'bare' ? (ratio ?? 0) : own
  const kept = value <= limit
  if (!kept) broken++
  const beside = ratio === null ? '' : `, bare ${floor?.toFixed(1)} ${unit}, ratio ${ratio.toFixed(2)}`
  const bound = over === 'bare' ? `at most ${limit}×` : `at most ${limit} ${unit}`
  process.stdout.write(
    `${kept ? 'kept  ' : 'BROKEN'}  ${name}: ${own.toFixed(1)} ${unit}${beside} (${bound})\n`,
  )
}
server.disconnect()
server.kill()
rmSync(base, { recursive: true, force: true })
process.exitCode = broken === 0 ? 0 : 1

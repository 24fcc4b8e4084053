import { existsSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { seedDatabase } from '../src/main/testing/seed-database.ts'

// Makes a data folder with many tasks: `npm run seed -- --tasks 10000 --messages 1000000 --data /tmp/seeded`.

const { values } = parseArgs({
  options: {
    tasks: { type: 'string', default: '10000' },
    messages: { type: 'string', default: '1000000' },
    data: { type: 'string', default: join('.cache', 'seeded') },
    seed: { type: 'string', default: '1' },
  },
})
const folder = resolve(values.data)
if (existsSync(join(folder, 'treeline.db'))) {
  process.stderr.write(`${folder} holds a database already. Remove it, or name another folder with --data.\n`)
  process.exit(2)
}
const [tasks, messages, seed] = [values.tasks, values.messages, values.seed].map(Number) as [
  number,
  number,
  number,
]
if (![tasks, messages, seed].every(Number.isSafeInteger) || tasks < 1) {
  process.stderr.write('--tasks, --messages and --seed take whole numbers.\n')
  process.exit(2)
}
const began = performance.now()
const made = seedDatabase({ folder, tasks, messages, seed }, (events) => {
  process.stderr.write(`\r${events.toLocaleString('en-US')} events`)
})
const seconds = ((performance.now() - began) / 1_000).toFixed(1)
const size = (statSync(join(folder, 'treeline.db')).size / 1024 ** 2).toFixed(0)
process.stderr.write('\r')
process.stdout.write(
  `${JSON.stringify({ folder, ...made, seconds: Number(seconds), megabytes: Number(size) })}\n`,
)

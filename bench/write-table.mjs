// `npm run -s bench | node bench/write-table.mjs` puts the figures of a run into docs/performance.md.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const page = join(import.meta.dirname, '..', 'docs', 'performance.md')
const [head = '', ...lines] = readFileSync(0, 'utf8').trim().split('\n')
const rows = lines.map((line) => {
  const [, kept, name, ours, bare, ratio, bound] =
    /^(kept|BROKEN) +(.+): (\S+ \S+?)(?:, bare (\S+ \S+), ratio (\S+))? \(at most (.+)\)$/.exec(line) ?? []
  if (name === undefined) throw new Error(`This is no line of the bench: ${line}`)
  return `| ${name} | ${ours} | ${bare ?? ''} | ${ratio ?? ''} | ${bound} | ${kept === 'kept' ? 'yes' : 'no'} |`
})
const table = [
  `${head.trim()}:`,
  '',
  '| | Treeline | bare script | ratio | at most | kept |',
  '|---|---|---|---|---|---|',
  ...rows,
].join('\n')
const text = readFileSync(page, 'utf8')
const between = /(?<=<!-- figures -->\n).*?(?=<!-- \/figures -->)/s
if (!between.test(text)) throw new Error(`${page} has no place for the figures.`)
writeFileSync(
  page,
  text.replace(between, () => `\n${table}\n\n`),
)

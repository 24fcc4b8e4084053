import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parseModesText } from './parse-modes.ts'

/** What the corpus says of one of its files. `modes` counts what is listed, whole or not. */
type Entry = { file: string; format: string; modes: number; schema_issues: string[] }

const corpus = process.env.TREELINE_CORPUS
if (!corpus) console.warn('The corpus of modes files is skipped: TREELINE_CORPUS does not name its folder.')
const entries: Entry[] = corpus
  ? JSON.parse(readFileSync(join(corpus, 'index.json'), 'utf8')).filter(({ file }: Entry) =>
      file.startsWith('modes/'),
    )
  : []

/** How many modes hold in files whose root the corpus did not look into. */
const OTHER_ROOTS: Record<string, number> = {
  'modes/custom_modes__zengfr__kilocode-riper-5__2.yaml': 7,
  'modes/custom_modes__zengfr__kilocode-riper-5__3.yaml': 6,
  'modes/custom_modes__zengfr__kilocode-riper-5__4.yaml': 6,
  // A bare list and a `modes` list, all without roleDefinition and groups.
  'modes/custom_modes__chrishutchison9__RooFlow__5.json': 0,
  'modes/custom_modes__jsboige__roo-extensions__2.json': 0,
}

/** A file that only the tolerance for repeated keys makes readable: its list is there twice. */
const REPEATED_KEYS = 'modes/kilocodemodes__Mesteriis__hermes-os.txt'

const parse = (entry: Entry) =>
  parseModesText(readFileSync(join(corpus ?? '', entry.file), 'utf8'), 'project')
const errors = (entry: Entry) => parse(entry).problems.filter(({ severity }) => severity === 'error')

/** The places of the modes that cannot be used: without a role, a list of groups, or a usable slug. */
function unusable({ schema_issues }: Entry): Set<string> {
  const fatal = /^\[(\d+)\]\.(?:roleDefinition missing|groups missing|slug invalid)/
  return new Set(schema_issues.flatMap((issue) => fatal.exec(issue)?.[1] ?? []))
}

describe.skipIf(!corpus)('the outside corpus of modes files', () => {
  const readable = entries.filter(({ format }) => /^(yaml|json|jsonc)$/.test(format))
  const listing = readable.filter(({ file, modes }) => modes > 0 || file in OTHER_ROOTS)
  const broken = entries.filter(
    ({ format, file }) => /invalid|not-modes/.test(format) && file !== REPEATED_KEYS,
  )

  test('is there', () => {
    expect(entries.length).toBeGreaterThan(150)
    expect(listing.length).toBeGreaterThan(150)
    expect(broken.length).toBeGreaterThan(10)
  })

  test.each(listing)('$file: every mode that holds is used, and the others are named', (entry) => {
    const { modes, problems } = parse(entry)
    const repeated = problems.filter(({ message }) => message.includes('is already defined in line'))
    const held = OTHER_ROOTS[entry.file] ?? entry.modes - unusable(entry).size - repeated.length
    expect(modes.length).toBe(held)
    if (entry.file in OTHER_ROOTS) return
    expect(errors(entry).length > 0).toBe(unusable(entry).size > 0)
    for (const { line, message } of problems) {
      expect(line).toBeGreaterThan(0)
      expect(message).not.toBe('')
    }
  })

  test.each(
    listing.filter(({ schema_issues }) => schema_issues.some((issue) => /unknown group "/.test(issue))),
  )('$file: unknown groups grant nothing and are named', (entry) => {
    const messages = parse(entry).problems.map(({ message }) => message)
    for (const issue of entry.schema_issues) {
      const [, name] = /unknown group "([^"]+)"/.exec(issue) ?? []
      if (name !== undefined)
        expect(
          messages.some((one) => one.includes(`"${name}"`)),
          issue,
        ).toBe(true)
    }
  })

  test('a stray pattern beside edit takes the edit away', () => {
    const strays = entries.filter(({ schema_issues }) =>
      schema_issues.some((one) => /object\{fileRegex/.test(one)),
    )
    expect(strays.length).toBeGreaterThan(0)
    for (const entry of strays) {
      expect(parse(entry).modes[0]?.groups.map(({ group }) => group)).toEqual(['read', 'command'])
    }
  })

  test('edit is limited however its limit is spelt', () => {
    const spelt = /tuple length 3|object\{edit\}|\{"edit":null\}/
    for (const entry of entries) {
      for (const issue of entry.schema_issues.filter((one) => spelt.test(one))) {
        const place = Number(/\d+/.exec(issue)?.[0])
        const edits = parse(entry).modes[place]?.groups.filter(({ group }) => group === 'edit')
        expect(edits, `${entry.file} ${issue}`).toEqual([
          { group: 'edit', fileRegex: expect.any(String), description: expect.any(String) },
        ])
      }
    }
  })

  test.each(broken)(
    '$file: what is wrong is told with its line, and at most what stands before it is used',
    (entry) => {
      const { modes } = parse(entry)
      const first = errors(entry).find(({ message }) => /not valid|no list of modes/.test(message))
      expect(first?.line).toBeGreaterThan(0)
      expect(modes.length).toBeLessThan(Math.max(1, entry.modes || 100))
      const text = readFileSync(join(corpus ?? '', entry.file), 'utf8').split('\n')
      for (const { slug } of modes) {
        const at = text.findIndex((line) => line.includes('slug') && line.includes(slug))
        expect(at + 1).toBeLessThan(first?.line ?? 0)
      }
    },
  )

  test('a list that is there twice is read, and its second half is named as repeated', () => {
    const entry = entries.find(({ file }) => file === REPEATED_KEYS)
    if (entry === undefined) throw new Error(`${REPEATED_KEYS} is gone from the corpus.`)
    const { modes, problems } = parse(entry)
    expect(modes.length).toBe(entry.modes)
    expect(problems.map(({ severity }) => severity)).not.toContain('error')
    expect(problems[0]).toMatchObject({ line: 993, message: expect.stringContaining('more than once') })
  })

  test('empty files and lists are no fault', () => {
    for (const entry of entries.filter(
      ({ format, schema_issues }) => format === 'empty' || schema_issues.includes('customModes not array'),
    )) {
      expect(parse(entry)).toMatchObject({ modes: [], problems: [] })
    }
  })
})

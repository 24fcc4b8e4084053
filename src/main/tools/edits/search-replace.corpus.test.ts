import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { applySearchReplace } from './search-replace.ts'

interface Case {
  id: string
  about: string
  original: string
  diff: string
  /** A line number that the other implementation took beside the diff. */
  startLine?: number
  success: boolean
  content?: string
}

/** Cases whose recorded outcome we do not want, and why. */
const DIFFERENT: Record<string, string> = {
  'DIFF-018':
    'SEARCH and REPLACE show this.init() alike, so the block does not change that line; the other ' +
    'implementation moves it to the wrong indentation the model copied, which in Python would break the code. ' +
    'Ours leaves the line as it is in the file and indents the new line beside it to match.',
  'DIFF-038':
    'REPLACE begins with a line of spaces, which the other implementation loses because its pattern for the ' +
    '======= line runs on over whitespace. A line the model wrote is a line of the file: otherwise ' +
    'no block could put an empty line before a function.',
}

/** What ours makes of those cases instead. */
const OURS: Record<string, (recorded: string) => string> = {
  'DIFF-018': (recorded) => recorded.replace(/ {8}(this\.(init|validate))/g, '            $1'),
  'DIFF-038': (recorded) => `${' '.repeat(16)}\n${recorded}`,
}

const corpus = process.env.TREELINE_CORPUS
if (!corpus) console.warn('The SEARCH/REPLACE corpus is skipped: TREELINE_CORPUS does not name its folder.')
const cases: Case[] = corpus ? JSON.parse(readFileSync(join(corpus, 'apply-diff.json'), 'utf8')).cases : []

function run({ about, original, diff, startLine }: Case) {
  const hinted = startLine ? diff.replace('SEARCH\n', `SEARCH\n:start_line:${startLine}\n-------\n`) : diff
  // The recorded run used 0.9 for the cases under this heading and 1 elsewhere.
  return applySearchReplace(original, hinted, { similarity: about.includes('fuzzy matching') ? 0.9 : 1 })
}

describe.skipIf(!corpus)('the outside corpus of SEARCH/REPLACE cases', () => {
  test('is there', () => {
    expect(cases.length).toBeGreaterThan(30)
  })

  test.each(cases.filter(({ id }) => !(id in DIFFERENT)))('$id $about', (example) => {
    const result = run(example)
    expect(result.ok ? result.content : undefined, result.ok ? '' : result.error).toBe(example.content)
    expect(result.ok).toBe(example.success)
  })

  test.each(Object.entries(DIFFERENT))('%s differs, since %s', (id) => {
    const example = cases.find((candidate) => candidate.id === id)
    if (example?.content === undefined)
      throw new Error(`${id} is gone from the corpus; take it out of DIFFERENT.`)
    const result = run(example)
    expect(result.ok && result.content).toBe(OURS[id]?.(example.content))
    expect(result.ok && result.content).not.toBe(example.content)
  })
})

const vocabulary =
  'the tide table of a harbour gives heights and times for every day so that a skipper can read when there is water enough above the sill and when the gate closes again before the next ebb runs out to sea'.split(
    ' ',
  )

/** Text and chance that depend on a seed alone. */
export type SeedText = ReturnType<typeof createSeedText>

/** Makes them. Equal seeds give equal sequences. */
export function createSeedText(seed: number) {
  let state = seed >>> 0

  /** 0 ≤ x < 1, by the generator called mulberry32. */
  function random(): number {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }

  const below = (limit: number) => Math.floor(random() * limit)
  // Cut out of one long text: making each word anew would take most of the time.
  const source = Array.from({ length: 8_000 }, () => vocabulary[below(vocabulary.length)]).join(' ')

  function words(count: number): string {
    const length = Math.round(count * 4.2)
    const start = below(source.length - 1)
    return source.slice(start, start + length)
  }

  const line = (count: number) => words(count).trim()

  /** A piece of Markdown of some sixty words; each kind comes in turn. */
  function section(at: number): string {
    switch (at % 5) {
      case 0:
        return `## ${line(4)}\n\n${line(20)} **${line(3)}** ${line(12)} \`${line(1)}\` ${line(14)}.`
      case 1:
        return Array.from({ length: 5 }, () => `- ${line(5)}: *${line(2)}* ${line(4)}`).join('\n')
      case 2: {
        const lines = Array.from(
          { length: 10 },
          (_, row) => `  const tide${row} = gate('${line(3)}', ${row})`,
        )
        return ['```ts', 'export function heights(): number[] {', ...lines, '  return []', '}', '```'].join(
          '\n',
        )
      }
      case 3: {
        const rows = Array.from({ length: 5 }, () => `| ${line(3)} | ${line(3)} | ${below(900)} |`)
        return ['| Place | Gate | Height |', '|---|---|---:|', ...rows].join('\n')
      }
      default:
        return line(60)
    }
  }

  return {
    random,
    below,
    words,
    /** An answer of about so many words in Markdown: headings, paragraphs, lists, tables and code. */
    markdown(count: number): string {
      const parts: string[] = []
      for (let left = count, at = 0; left > 0; left -= 60, at++) parts.push(section(at))
      return parts.join('\n\n')
    },
    /** A call as models make most of them: its name and its arguments. */
    call(): [string, Record<string, unknown>] {
      const path = `src/${words(2).replaceAll(' ', '/')}.ts`
      const dice = below(10)
      if (dice < 5) return ['read_file', { path }]
      if (dice < 7) return ['search_files', { path: 'src', regex: words(1) }]
      if (dice < 9) return ['execute_command', { command: `npm test -- ${path}` }]
      return ['write_to_file', { path, content: words(80) }]
    },
    /** A call's result: mostly a few lines, sometimes a file, rarely a very long one. */
    result(): string {
      const dice = below(100)
      if (dice < 70) return words(10 + below(60))
      if (dice < 97) return words(150 + below(400))
      return source.slice(0, 12_000 + below(12_000))
    },
  }
}

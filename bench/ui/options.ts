import { parseArgs } from 'node:util'

/** What the command line asks for: which figures, and how often each when not as often as usual. */
export type Options = { only: string[]; rounds: number | null }

/** Reads the arguments. Throws in words for people; `known` are the names that `--only` takes. */
export function readOptions(args: readonly string[], known: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: { only: { type: 'string', multiple: true }, rounds: { type: 'string' } },
  })
  const only = (values.only ?? []).flatMap((names) => names.split(',')).map((name) => name.trim())
  for (const name of only)
    if (!known.includes(name))
      throw new Error(`There is no figure "${name}". --only takes: ${known.join(', ')}.`)
  const rounds = values.rounds === undefined ? null : Number(values.rounds)
  if (rounds !== null && !(Number.isSafeInteger(rounds) && rounds > 0))
    throw new Error(`--rounds takes a whole number from 1, not "${values.rounds}".`)
  return { only, rounds }
}

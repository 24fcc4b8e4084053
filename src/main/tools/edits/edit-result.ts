/** One block (or one replacement) of an edit that could not be made, in words for the model. */
export interface EditFailure {
  /** Counted from 1 in the order the model wrote the blocks. */
  block: number
  /** A sentence that may begin in lower case: it follows "Block 2: ". */
  reason: string
}

/**
 * What became of an edit. `content` is the whole new text of the file; `applied` counts the blocks or
 * occurrences replaced; `warnings` say what was guessed (indentation, a line number far off). When `ok` is
 * false nothing was changed, and `error` is complete by itself: it repeats every reason and what to do.
 */
export type EditResult =
  | { ok: true; content: string; applied: number; warnings: string[] }
  | { ok: false; error: string; failures: EditFailure[] }

/** At most this many reasons are spelled out in `error`; the others are listed by number. */
const REASONS_SHOWN = 5

/** Builds the refusal for `failures` out of `total` blocks. Nothing was written, and the text says so. */
export function refuseEdit(failures: EditFailure[], total: number): EditResult {
  const first = failures[0]
  if (total === 1 && first) {
    const reason = first.reason.charAt(0).toUpperCase() + first.reason.slice(1)
    return { ok: false, error: `The file was not changed. ${reason}`, failures }
  }
  const shown = failures.slice(0, REASONS_SHOWN).map(({ block, reason }) => `Block ${block}: ${reason}`)
  const rest = failures.slice(REASONS_SHOWN).map(({ block }) => block)
  if (rest.length > 0) shown.push(`Also failed: blocks ${listNumbers(rest)}.`)
  const head = `The file was not changed: ${failures.length} of ${total} blocks could not be applied, and the blocks of one call are applied together or not at all.`
  return { ok: false, error: [head, ...shown].join('\n'), failures }
}

/** "3, 8, 12 and 40 more": at most ten numbers are written out. `total` when `numbers` is only a beginning. */
export function listNumbers(numbers: readonly number[], total = numbers.length): string {
  const shown = numbers.slice(0, 10)
  const more = total - shown.length
  return more > 0 ? `${shown.join(', ')} and ${more} more` : shown.join(', ')
}

/** A piece of a unified diff. `lines` begin with “ ”, “-”, “+” or “\”, without their line ends. */
export type PatchHunk = {
  oldStart: number
  oldLines: number
  newStart: number
  newLines: number
  lines: string[]
  /** False where a part of it was left out of the patch, so that it says less than what happened. */
  whole: boolean
}

const head = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/

/** What stands at the end of a line of which only the beginning was kept. */
const clipped = /^.{2000,}… \d+ more characters$/s

/** The pieces of a unified diff of one file, in its order. Never throws; what is no patch has none. */
export function patchHunks(patch: string): PatchHunk[] {
  const hunks: PatchHunk[] = []
  let left = { before: 0, after: 0 }
  let last: PatchHunk | null = null
  for (const line of patch.split('\n')) {
    const found = head.exec(line)
    if (found !== null) {
      const [, oldStart, oldLines = '1', newStart, newLines = '1'] = found
      left = { before: Number(oldLines), after: Number(newLines) }
      last = {
        oldStart: Number(oldStart),
        oldLines: left.before,
        newStart: Number(newStart),
        newLines: left.after,
        lines: [],
        whole: false,
      }
      hunks.push(last)
      continue
    }
    if (last === null) continue
    const sign = line.charAt(0)
    const belongs = sign === '\\' || (left.before + left.after > 0 && /[ +-]/.test(sign))
    if (!belongs) {
      last = null
      continue
    }
    last.lines.push(line)
    if (sign === ' ' || sign === '-') left.before--
    if (sign === ' ' || sign === '+') left.after--
    last.whole = left.before === 0 && left.after === 0 && !last.lines.some((one) => clipped.test(one))
  }
  return hunks
}

/** The line of the file, from 1, at which a hunk begins to change something. */
export function firstChangedLine({ newStart, lines }: Pick<PatchHunk, 'newStart' | 'lines'>): number {
  const same = lines.findIndex((line) => !line.startsWith(' '))
  return Math.max(1, newStart + Math.max(0, same))
}

/** The lines of a hunk before and after the change, with their line ends as far as they have some. */
export function hunkSides({ lines }: Pick<PatchHunk, 'lines'>): { before: string[]; after: string[] } {
  const before: string[] = []
  const after: string[] = []
  lines.forEach((line, at) => {
    const sign = line.charAt(0)
    if (sign === '\\') return
    const text = line.slice(1) + (lines[at + 1]?.startsWith('\\') === true ? '' : '\n')
    if (sign !== '+') before.push(text)
    if (sign !== '-') after.push(text)
  })
  return { before, after }
}

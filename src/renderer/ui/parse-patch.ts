/** One line of a unified diff, named by its place from 0. Numbers are those of the file before and after, null where it has none. */
export type PatchLine = {
  place: number
  type: 'added' | 'removed' | 'same' | 'hunk'
  text: string
  before: number | null
  after: number | null
}

/** The lines of a unified diff, its headers left out. Anything that is no diff comes out as context. */
export function parsePatch(patch: string): PatchLine[] {
  const lines: PatchLine[] = []
  let before = 1
  let after = 1
  for (const line of patch.replace(/\n$/, '').split('\n')) {
    const hunk = /^@@ -(\d+)(?:,\d+)? \+(\d+)(?:,\d+)? @@(.*)$/.exec(line)
    if (hunk !== null) {
      before = Number(hunk[1])
      after = Number(hunk[2])
      lines.push({
        place: lines.length,
        type: 'hunk',
        text: (hunk[3] ?? '').trim(),
        before: null,
        after: null,
      })
    } else if (/^(--- |\+\+\+ |diff |index |Index: |={10,}|\\ )/.test(line)) {
      // Headers and "\ No newline at end of file".
    } else if (line.startsWith('+')) {
      lines.push({ place: lines.length, type: 'added', text: line.slice(1), before: null, after })
      after += 1
    } else if (line.startsWith('-')) {
      lines.push({ place: lines.length, type: 'removed', text: line.slice(1), before, after: null })
      before += 1
    } else {
      lines.push({ place: lines.length, type: 'same', text: line.replace(/^ /, ''), before, after })
      before += 1
      after += 1
    }
  }
  return lines
}

import type { WorkFile } from '../../contract/work.ts'
import type { Count } from './choice.ts'

/** "1 file", "3 files". */
export function filesWords(count: number): string {
  return count === 1 ? '1 file' : `${count} files`
}

/** What the yes of a review does, for its button. */
export function takeWords({ whole, part, of }: Count): string {
  if (whole === of) return 'Take over all and finish'
  if (whole + part === 0) return 'Finish without taking anything over'
  if (part === 0) return `Take over ${whole} of ${filesWords(of)} and finish`
  if (whole === 0)
    return `Take over part of ${part === of ? filesWords(of) : `${part} of ${filesWords(of)}`} and finish`
  return `Take over ${whole + part} of ${filesWords(of)}, ${part} in part, and finish`
}

/** The letter for what became of a file, as version control has it, and the word for it. */
export const fileStates: Record<WorkFile['state'], { letter: string; word: string }> = {
  added: { letter: 'A', word: 'added' },
  changed: { letter: 'M', word: 'changed' },
  deleted: { letter: 'D', word: 'deleted' },
  renamed: { letter: 'R', word: 'renamed' },
}

/** The lines of all files together. */
export function linesOf(files: readonly WorkFile[]): { added: number; removed: number } {
  return {
    added: files.reduce((sum, file) => sum + file.added, 0),
    removed: files.reduce((sum, file) => sum + file.removed, 0),
  }
}

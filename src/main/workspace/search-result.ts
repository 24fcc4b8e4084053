/** A line of a file that was found, or stands beside one that was. Cut when it is long. */
export type FoundLine = { number: number; text: string; matches: boolean }

/** What a search found in one file. `path` is `/`-separated and relative to the folder searched. */
export type FoundFile = { path: string; lines: FoundLine[] }

/** What a search found, in the order of the paths. */
export type SearchResult = {
  files: FoundFile[]
  /** Lines that match, in all files together. */
  matches: number
  /** Why there may be more, or null when this is all. */
  more: 'limit' | 'time' | null
}

/** What to search for. `folder` is real; `only` is the one file of it to search, or null for all. */
export type SearchOrder = {
  folder: string
  only: string | null
  regex: string
  /** A glob, or '' for every file. */
  filePattern: string
  /** Folders not to enter, `/`-separated and relative to `folder`. */
  skip?: readonly string[]
  maxMatches: number
  timeLimitMs: number
  signal?: AbortSignal
}

/** Larger files are data, not text to read; they are passed over. */
export const MOST_FILE_BYTES = 5 * 1024 * 1024

/** Lines before and after each match that are shown with it. */
export const CONTEXT_LINES = 1

const LINE_LIMIT = 400

/** Cuts a line for show. */
export function cutLine(text: string): string {
  const line = text.replace(/\r?\n$/, '')
  if (line.length <= LINE_LIMIT) return line
  return `${line.slice(0, LINE_LIMIT).replace(/[\ud800-\udbff]$/, '')}… [${line.length} characters]`
}

/** Collects lines into files up to a number of matches. `add` answers false when it takes no more. */
export function createCollector(maxMatches: number) {
  const files: FoundFile[] = []
  let matches = 0
  let more: SearchResult['more'] = null
  return {
    add(path: string, line: FoundLine): boolean {
      if (line.matches && matches >= maxMatches) {
        more = 'limit'
        return false
      }
      if (line.matches) matches++
      let file = files.at(-1)
      if (file?.path !== path) {
        file = { path, lines: [] }
        files.push(file)
      }
      file.lines.push({ ...line, text: cutLine(line.text) })
      return true
    },
    cutShort(): void {
      more = 'time'
    },
    result: (): SearchResult => ({
      files: files.filter(({ lines }) => lines.some((line) => line.matches)),
      matches,
      more,
    }),
  }
}

const longest = 72

/**
 * A task's title until somebody gives it another: the first line of its message that says something, without
 * Markdown's marks.
 */
export function titleFrom(message: string): string {
  const line = message
    .split('\n')
    .map((text) =>
      text
        .replace(/^[#>*\-\s]+/, '')
        .replaceAll('`', '')
        .replaceAll('**', '')
        .trim(),
    )
    .find((text) => text !== '')
  if (line === undefined) return 'Untitled'
  return line.length <= longest ? line : `${line.slice(0, longest - 1).trimEnd()}…`
}

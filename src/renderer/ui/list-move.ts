/** Where a key moves the focus in a list of `count` lines, of which `page` are seen at once; null for other keys. */
export function listMove(
  key: string,
  { index, count, page }: { index: number; count: number; page: number },
): number | null {
  const last = count - 1
  if (last < 0) return null
  const within = (to: number) => Math.min(last, Math.max(0, to))
  switch (key) {
    case 'ArrowDown':
      return within(index + 1)
    case 'ArrowUp':
      return within(index - 1)
    case 'PageDown':
      return within(index + page)
    case 'PageUp':
      return within(index - page)
    case 'Home':
      return 0
    case 'End':
      return last
    default:
      return null
  }
}

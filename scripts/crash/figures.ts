/** The value below which a share of the numbers lies, 0 for none: `percentile(ms, 0.95)`. */
export function percentile(numbers: readonly number[], share: number): number {
  const sorted = numbers.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0
}

/** How often each text occurs, the most frequent first. */
export function countEach(texts: readonly string[]): [string, number][] {
  const counts = Map.groupBy(texts, (text) => text)
  return [...counts].map(([text, all]): [string, number] => [text, all.length]).sort((a, b) => b[1] - a[1])
}

/** "12.3 s", "4.1 min". */
export function duration(ms: number): string {
  return ms < 60_000 ? `${(ms / 1_000).toFixed(1)} s` : `${(ms / 60_000).toFixed(1)} min`
}

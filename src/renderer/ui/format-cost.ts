/** US dollars as people read them: `$0.0042` has no use, `<$0.01` has. Null, an unknown price, is ''. */
export function formatCost(cost: number | null): string {
  if (cost === null) return ''
  if (cost === 0) return '$0'
  if (cost < 0.01) return '<$0.01'
  return cost < 100 ? `$${cost.toFixed(2)}` : `$${Math.round(cost).toLocaleString('en')}`
}

/** A count of tokens in three digits or so: `950`, `12.4k`, `1.2M`. */
export function formatTokens(tokens: number): string {
  if (tokens < 1000) return `${tokens}`
  if (tokens < 1_000_000) return `${(tokens / 1000).toFixed(tokens < 99_950 ? 1 : 0)}k`
  return `${(tokens / 1_000_000).toFixed(1)}M`
}

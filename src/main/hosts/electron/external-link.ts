const openable = new Set(['http:', 'https:', 'mailto:'])

/**
 * A link that may be handed to the system, normalised, or null. Everything but http, https and mailto can
 * start programs, so nothing else is.
 */
export function externalLink(text: string): string | null {
  const url = URL.parse(text)
  return url !== null && openable.has(url.protocol) ? url.href : null
}

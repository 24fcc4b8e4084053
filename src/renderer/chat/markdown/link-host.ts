/** An address as a person should judge it: the host, or the whole of a mail address. Null for no address. */
export function hostOf(address: string): string | null {
  try {
    const url = new URL(address)
    return url.protocol === 'mailto:' ? url.pathname : url.host
  } catch {
    return null
  }
}

/**
 * The host to show beside a link whose own words name another one: `github.com` that leads to
 * `evil.example`. Null when the words make no such claim.
 */
export function hostToShow(words: string, address: string): string | null {
  const real = hostOf(address)
  const claimed = /^\s*(?:[a-z][a-z\d+.-]*:\/\/|www\.|[^\s/@]+@)?((?:[\p{L}\p{N}-]+\.)+\p{L}{2,})/iu.exec(
    words,
  )?.[1]
  if (real === null || claimed === undefined) return null
  const bare = (host: string) =>
    host
      .toLowerCase()
      .replace(/^www\./, '')
      .replace(/:\d+$/, '')
  return `.${bare(real)}`.endsWith(`.${bare(claimed)}`) ? null : real
}

import { useEffect } from 'react'
import { useLatest } from '../state/hooks.ts'

/** So long after the latest key, in ms, a text is looked at. */
const afterMs = 250

/** Has a text checked a moment after it was typed, and tells what was found unless it has changed again meanwhile. */
export function useCheck<T>(text: string, check: (text: string) => Promise<T>, onFound: (found: T) => void) {
  const latest = useLatest({ check, onFound })
  useEffect(() => {
    let old = false
    const timer = setTimeout(async () => {
      try {
        const found = await latest.current.check(text)
        if (!old) latest.current.onFound(found)
      } catch {
        // Without a line to the engine the last marks stay; the window says that it is offline.
      }
    }, afterMs)
    return () => {
      old = true
      clearTimeout(timer)
    }
  }, [text, latest])
}

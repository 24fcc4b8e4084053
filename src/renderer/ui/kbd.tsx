import { formatKeys } from './format-keys.ts'

/** A key combination as this platform writes it: `⌘K` or `Ctrl+K`. Takes tinykeys' notation (`$mod+K`); nothing for none. */
export function Kbd({ keys }: { keys: string | undefined }) {
  if (keys === undefined) return null
  return (
    <kbd className="inline-flex h-4.5 whitespace-nowrap items-center rounded-sm border border-line bg-sunken px-1 font-sans text-micro text-ink-2">
      {formatKeys(keys)}
    </kbd>
  )
}

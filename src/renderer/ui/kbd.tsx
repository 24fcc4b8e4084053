import { formatKeys } from './format-keys.ts'

/** A key combination as this platform writes it: `⌘K` or `Ctrl+K`. Takes tinykeys' notation (`$mod+K`). */
export function Kbd({ keys }: { keys: string }) {
  return (
    <kbd className="inline-flex h-[18px] items-center rounded-sm border border-line bg-sunken px-1 font-sans text-micro text-ink-2">
      {formatKeys(keys)}
    </kbd>
  )
}

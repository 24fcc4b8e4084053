import { Check, Copy } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useToasts } from '../state/hooks.ts'
import { IconButton } from '../ui/icon-button.tsx'

const shownMs = 1500

/** Copies a text and says so for a moment. */
export function CopyButton({ text, label = 'Copy' }: { text: string; label?: string }) {
  const toasts = useToasts()
  const [copied, setCopied] = useState(false)
  useEffect(() => {
    if (!copied) return
    const timer = setTimeout(() => setCopied(false), shownMs)
    return () => clearTimeout(timer)
  }, [copied])
  return (
    <IconButton
      label={copied ? 'Copied' : label}
      size="small"
      icon={copied ? <Check className="size-3.5 text-done" /> : <Copy className="size-3.5" />}
      onClick={() => {
        navigator.clipboard.writeText(text).then(
          () => setCopied(true),
          (error) => toasts.failed('Nothing could be copied', error),
        )
      }}
    />
  )
}

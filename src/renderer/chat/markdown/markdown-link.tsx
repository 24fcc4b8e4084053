import type { ReactNode } from 'react'
import { useClient, useToasts } from '../../state/hooks.ts'
import { hostToShow } from './link-host.ts'

/** A link in a model's words. It opens outside the app, after a click, and says where it leads. */
export function MarkdownLink({
  href,
  words,
  children,
}: {
  href: string
  words: string
  children: ReactNode
}) {
  const client = useClient()
  const toasts = useToasts()
  const host = hostToShow(words, href)
  const open = () => {
    client.app
      .openExternal({ url: href })
      .catch((error) => toasts.failed('The link could not be opened', error))
  }
  return (
    <>
      <a
        href={href}
        title={href}
        rel="noreferrer noopener"
        onClick={(event) => {
          event.preventDefault()
          open()
        }}
        onAuxClick={(event) => event.preventDefault()}
        className="cursor-pointer text-accent underline decoration-line-strong underline-offset-2 hover:decoration-accent"
      >
        {children}
      </a>
      {host === null ? null : <span className="text-ink-2"> (leads to {host})</span>}
    </>
  )
}

import { ImageOff } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { ImageRef } from '../../../contract/message-extras.ts'
import type { Client } from '../../connection/connection.ts'
import { useClient } from '../../state/hooks.ts'
import { classNames } from '../../ui/class-names.ts'

/** So many images are held: those of some screens of a transcript. */
const mostHeld = 60
const held = new WeakMap<Client, Map<string, Promise<string>>>()

/** An image's bytes as an address that the page may show; the same promise for the same image. */
function fetchImage(client: Client, hash: string): Promise<string> {
  const known = held.get(client) ?? new Map<string, Promise<string>>()
  held.set(client, known)
  const found = known.get(hash)
  if (found !== undefined) return found
  const [oldest] = known.keys()
  if (known.size >= mostHeld && oldest !== undefined) known.delete(oldest)
  const made = client.composer
    .image({ hash })
    .then(({ mediaType, data }) => `data:${mediaType};base64,${data}`)
  known.set(hash, made)
  made.catch(() => known.delete(hash))
  return made
}

/** An image of a message, once it is there; where it is gone, a sign that says so. */
export function StoredImage({ image, className }: { image: ImageRef; className?: string }) {
  const client = useClient()
  const { hash, name } = image
  const [state, setState] = useState<{ hash: string; url: string | null; gone: boolean }>({
    ...{ hash, url: null, gone: false },
  })
  useEffect(() => {
    let current = true
    fetchImage(client, hash).then(
      (url) => current && setState({ hash, url, gone: false }),
      () => current && setState({ hash, url: null, gone: true }),
    )
    return () => {
      current = false
    }
  }, [client, hash])
  const { url, gone } = state.hash === hash ? state : { url: null, gone: false }
  if (gone) {
    return (
      <span
        className={classNames('flex items-center justify-center text-ink-3', className)}
        title={`${name} is gone`}
      >
        <ImageOff aria-hidden className="size-4" />
        <span className="sr-only">{name}, which is not there any more</span>
      </span>
    )
  }
  if (url === null) return <span aria-hidden className={classNames('block bg-sunken', className)} />
  return <img src={url} alt={name} draggable={false} className={className} />
}

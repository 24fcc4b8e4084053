import { useCallback, useEffect, useRef, useState } from 'react'
import { z } from 'zod'
import { type ImageRef, imageRefSchema, mostImages } from '../../../contract/message-extras.ts'
import { useClient } from '../../state/hooks.ts'

/** The images that stand in a composer, kept like its text. */
export type DraftImages = {
  images: readonly ImageRef[]
  /** Adds one, unless it is there already. False where there is no room for it. */
  add: (image: ImageRef) => boolean
  remove: (hash: string) => void
  clear: () => void
}

const kept = z.array(imageRefSchema).catch([])

/** Fetches the images of a draft, and keeps them with every change. */
export function useImages(draftKey: string): DraftImages {
  const client = useClient()
  const key = `images:${draftKey}`
  const [state, setState] = useState<{ key: string; images: readonly ImageRef[] }>({ key, images: [] })
  const latest = useRef(state)

  const set = useCallback(
    (images: readonly ImageRef[]) => {
      latest.current = { key, images }
      setState(latest.current)
      // Not connected: they stay on the screen.
      client.settings.setLayout({ key, json: JSON.stringify(images) }).catch(() => {})
    },
    [client, key],
  )

  useEffect(() => {
    latest.current = { key, images: [] }
    setState(latest.current)
    let current = true
    client.settings.layout({ key }).then(
      ({ json }) => {
        if (!current || json === null || latest.current.images.length > 0) return
        latest.current = { key, images: readKept(json) }
        setState(latest.current)
      },
      () => {},
    )
    return () => {
      current = false
    }
  }, [client, key])

  const add = useCallback(
    (image: ImageRef) => {
      const { images } = latest.current
      if (images.some(({ hash }) => hash === image.hash)) return true
      if (images.length >= mostImages) return false
      set([...images, image])
      return true
    },
    [set],
  )
  const remove = useCallback(
    (hash: string) => set(latest.current.images.filter((image) => image.hash !== hash)),
    [set],
  )
  const clear = useCallback(() => {
    if (latest.current.images.length > 0) set([])
  }, [set])
  return { images: state.key === key ? state.images : [], add, remove, clear }
}

function readKept(json: string): ImageRef[] {
  try {
    return kept.parse(JSON.parse(json))
  } catch {
    return []
  }
}

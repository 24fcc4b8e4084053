import { X } from 'lucide-react'
import { useState } from 'react'
import type { ImageRef } from '../../../contract/message-extras.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { StoredImage } from './stored-image.tsx'

/** Small pictures of a message's images. Each opens large; in a composer it can be taken out again. */
export function ImageStrip({
  images,
  onRemove,
}: {
  images: readonly ImageRef[]
  onRemove?: (hash: string) => void
}) {
  const [shown, setShown] = useState<ImageRef | null>(null)
  if (images.length === 0) return null
  return (
    <>
      <ul aria-label="Images" className="flex flex-wrap gap-2 px-3 pt-3 empty:hidden">
        {images.map((image) => (
          <li key={image.hash} className="relative">
            <button
              type="button"
              aria-label={`Show ${image.name}`}
              title={`${image.name}, ${Math.max(1, Math.round(image.size / 1024))} kB`}
              onClick={() => setShown(image)}
              className="block overflow-hidden rounded-md border border-line-strong hover:border-focus"
            >
              <StoredImage image={image} className="size-16 object-cover" />
            </button>
            {onRemove === undefined ? null : (
              <button
                type="button"
                aria-label={`Remove ${image.name}`}
                onClick={() => onRemove(image.hash)}
                className="absolute -top-2 -right-2 flex size-6 items-center justify-center rounded-full border border-line-strong bg-raised text-ink-2 shadow-low hover:text-ink"
              >
                <X aria-hidden className="size-3.5" />
              </button>
            )}
          </li>
        ))}
      </ul>
      <Dialog
        open={shown !== null}
        onOpenChange={(open) => {
          if (!open) setShown(null)
        }}
        title={shown?.name ?? ''}
        width="large"
      >
        {shown === null ? null : (
          <StoredImage
            image={shown}
            className="mx-auto block max-h-[60vh] min-h-24 max-w-full rounded-md bg-sunken object-contain"
          />
        )}
      </Dialog>
    </>
  )
}

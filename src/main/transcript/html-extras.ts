import type { MessageExtras } from '../../contract/message-extras.ts'
import { type Html, html } from './html-template.ts'
import type { ImageSource } from './image-source.ts'

/** What a message carries besides its words: its images in the page itself, and folded what it mentions. */
export function extrasHtml(
  { context = [], images = [] }: MessageExtras,
  source: ImageSource | undefined,
): Html {
  const pictures = images.map(({ hash, name }) => {
    const image = source?.read(hash) ?? null
    return image === null
      ? html`<p class="small">Image ${name}, which is not there any more.</p>`
      : html`<p><img alt="${name}" src="data:${image.mediaType};base64,${image.bytes.toString('base64')}" style="max-width: 100%"></p>`
  })
  const mentions = context.map(({ mention, what, text, state }) =>
    state === 'missing'
      ? html`<p class="doubt">${mention} was not added. ${text}</p>`
      : html`<details><summary>${mention}, ${what}</summary><pre>${text}</pre></details>`,
  )
  return html`${pictures}${mentions}`
}

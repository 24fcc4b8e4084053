import { AppError } from '../../contract/app-error.ts'
import type { FetchedPage } from './fetch-page.ts'

const readable = /^(text\/|application\/(json|xml|javascript|x-yaml|yaml|toml|[\w.-]+\+(json|xml)))/i

/** A page as plain text for a model. Throws AppError `bad_request` for what is no text. */
export async function pageText({
  contentType,
  bytes,
}: Pick<FetchedPage, 'contentType' | 'bytes'>): Promise<string> {
  const text = decode(bytes, /charset="?([\w-]+)/i.exec(contentType)?.[1])
  if (/^(text\/html|application\/xhtml\+xml)/i.test(contentType)) return htmlText(text)
  const type = contentType.split(';')[0]?.trim() || 'no text'
  if (readable.test(contentType) || (contentType === '' && !bytes.includes(0))) return text
  throw new AppError('bad_request', `It is ${type}, and only text can be added.`)
}

function decode(bytes: Buffer, charset = 'utf-8'): string {
  try {
    return new TextDecoder(charset).decode(bytes)
  } catch {
    return new TextDecoder().decode(bytes)
  }
}

async function htmlText(html: string): Promise<string> {
  // A twelfth of all code that is loaded at the start, and seldom needed.
  const { convert } = await import('html-to-text')
  return convert(html, {
    wordwrap: false,
    selectors: [
      { selector: 'a', options: { hideLinkHrefIfSameAsText: true, ignoreHref: false } },
      { selector: 'img', format: 'skip' },
      { selector: 'nav', format: 'skip' },
      ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((selector) => ({
        selector,
        options: { uppercase: false },
      })),
    ],
  }).replace(/\n{3,}/g, '\n\n')
}

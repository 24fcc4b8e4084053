import DOMPurify from 'dompurify'

/** Every element a model's words may become. Nothing here loads, embeds, styles or runs anything. */
const allowedTags = [
  ...['p', 'br', 'hr', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'blockquote'],
  ...['ul', 'ol', 'li', 'strong', 'em', 's', 'code', 'pre', 'a'],
  ...['table', 'thead', 'tbody', 'tr', 'th', 'td'],
]

/** Every attribute they may have. `lang` names the language of a code block. */
const allowedAttributes = ['href', 'start', 'align', 'lang']

/** Where a link may lead. */
const allowedAddress = /^(?:https?:\/\/|mailto:)/i

/** The HTML as nodes, without whatever is not on the lists above. */
export function sanitize(html: string): DocumentFragment {
  return DOMPurify.sanitize(html, {
    ALLOWED_TAGS: allowedTags,
    ALLOWED_ATTR: allowedAttributes,
    ALLOWED_URI_REGEXP: allowedAddress,
    // Without this DOMPurify holds every attribute against the expression above.
    ADD_URI_SAFE_ATTR: ['start', 'align', 'lang'],
    ALLOW_DATA_ATTR: false,
    ALLOW_ARIA_ATTR: false,
    RETURN_DOM_FRAGMENT: true,
  })
}

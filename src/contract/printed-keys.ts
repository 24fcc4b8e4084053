/** What is printed on keys whose names in the DOM are words: `KeyboardEvent.code` to its sign. */
export const printedKeys: Readonly<Record<string, string>> = {
  Comma: ',',
  Backslash: '\\',
  Period: '.',
  Slash: '/',
  Semicolon: ';',
  Quote: "'",
  BracketLeft: '[',
  BracketRight: ']',
  Minus: '-',
  Equal: '=',
  Backquote: '`',
}

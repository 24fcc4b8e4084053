/** What is being typed at the caret that a list can complete: its range in the text, and what to look for. */
export type TypedToken = { kind: 'mention' | 'command'; from: number; to: number; query: string }

/** The mention or, at the very beginning, the command that ends at the caret. Null in the midst of other words. */
export function typedToken(text: string, caret: number): TypedToken | null {
  const before = text.slice(0, caret)
  const command = /^\/([A-Za-z0-9][\w.-]*)?$/.exec(before)
  if (command !== null) return { kind: 'command', from: 0, to: caret, query: command[1] ?? '' }
  const mention = /(?:^|[\s(])@("[^"\n]*|[^\s"@]*)$/.exec(before)
  if (mention === null) return null
  const typed = mention[1] ?? ''
  return { kind: 'mention', from: caret - typed.length - 1, to: caret, query: typed.replace(/^"/, '') }
}

/** What to put in place of a token. After it follows a word, but where one goes on into a folder. */
export function completionText(insert: string, goOn: boolean): string {
  return goOn && insert.endsWith('/') ? insert : `${insert} `
}

/** What a face sends of a transcript to be imported, at most, in characters: the browser's host takes no longer message. */
export const mostImportedCharacters = 6_000_000

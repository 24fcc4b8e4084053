/**
 * Texts that requests to models were made of besides the log, one row per content by its SHA-256 in hex. `list`: hashes,
 * one a line, of the sections of a system prompt; `text`: such a section; `tools`: definitions as JSON.
 */
export const requestParts = `
CREATE TABLE request_parts (
  hash TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  text TEXT NOT NULL
) STRICT, WITHOUT ROWID;
`

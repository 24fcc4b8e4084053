/**
 * A value that is plain JSON as it stands, for an answer. The line's serializer walks through everything it is given
 * to find dates, sets and the like, which takes longer than writing the JSON itself; a log of thousands of events or
 * a tree of thousands of tasks has none. An object of a class it does not know passes as it is, and writes itself.
 */
export function readyJson<T extends object>(value: T): T {
  return new ReadyJson(value) as object as T
}

class ReadyJson {
  readonly #value: object

  constructor(value: object) {
    this.#value = value
  }

  toJSON(): object {
    return this.#value
  }
}

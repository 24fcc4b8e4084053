/** Work that is taken over into a folder, one piece after the other. */
export type Landings = {
  /** Does `work` when everything that was asked for this folder before is over, however it ended. */
  next<T>(folder: string, work: () => Promise<T>): Promise<T>
}

/** Makes an empty queue for every folder. */
export function createLandings(): Landings {
  const last = new Map<string, Promise<unknown>>()
  return {
    next(folder, work) {
      const mine = (last.get(folder) ?? Promise.resolve()).then(work, work)
      const over = mine.then(
        () => {},
        () => {},
      )
      last.set(folder, over)
      void over.then(() => {
        if (last.get(folder) === over) last.delete(folder)
      })
      return mine
    },
  }
}

/** Why nothing can be stored at the moment. `busy` passes by itself; the others need a person. */
export type StorageTrouble = {
  kind: 'full' | 'read_only' | 'busy' | 'disk' | 'damaged' | 'other'
  /** What happened and what to do. */
  message: string
  /** Since when, in epoch milliseconds. */
  since: number
}

/** How the app's storage is: what keeps it from storing now, and what was noticed at the start. */
export type Health = {
  trouble: StorageTrouble | null
  /** In words, such as that the last moments before a crash may be lost. */
  notices: string[]
}

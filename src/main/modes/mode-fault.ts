/** What is wrong with one mode of a file. `error` means that the mode is not used. `offset` is in UTF-16 units. */
export type ModeFault = {
  severity: 'error' | 'warning'
  field: string | null
  offset: number
  message: string
}

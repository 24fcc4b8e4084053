/** What a check found. A `fault` is something to mend; a `note` is worth knowing and harms nothing. */
export type Finding = {
  level: 'fault' | 'note'
  check: 'files' | 'lock' | 'disk' | 'version' | 'pages' | 'references' | 'log' | 'tables' | 'commands'
  /** In words, with what can be done where something can. */
  message: string
  /** The tasks it is about, as people see them where that is known. */
  tasks: string[]
}

export const fault = (check: Finding['check'], message: string, tasks: string[] = []): Finding => ({
  level: 'fault',
  check,
  message,
  tasks,
})

export const note = (check: Finding['check'], message: string, tasks: string[] = []): Finding => ({
  level: 'note',
  check,
  message,
  tasks,
})

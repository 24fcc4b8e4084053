import { useCallback, useEffect, useRef, useState } from 'react'
import { useClient } from '../../state/hooks.ts'

const pauseMs = 400

/** What stands in a composer, kept by the engine under a key so that it outlives the pane and the page. */
export type Draft = {
  text: string
  setText: (text: string) => void
  /** Keeps it now instead of after a pause: when the field is left. */
  flush: () => void
}

/** Fetches a draft, and keeps it again after each pause in typing, on leaving the pane and the page. */
export function useDraft(key: string): Draft {
  const client = useClient()
  const [state, setState] = useState({ key, text: '' })
  const latest = useRef({ key, text: '', dirty: false })
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)

  const flush = useCallback(() => {
    clearTimeout(timer.current)
    const { key, text, dirty } = latest.current
    if (!dirty) return
    latest.current.dirty = false
    client.task.setDraft({ key, text }).catch(() => {
      // Not connected: what is typed stays on the screen and is kept with the next pause.
      if (latest.current.key === key) latest.current.dirty = true
    })
  }, [client])

  useEffect(() => {
    latest.current = { key, text: '', dirty: false }
    setState({ key, text: '' })
    let current = true
    client.task.getDraft({ key }).then(
      ({ text }) => {
        // Whoever typed before the draft came has the last word.
        if (!current || latest.current.dirty || latest.current.text !== '') return
        latest.current.text = text
        setState({ key, text })
      },
      () => {},
    )
    window.addEventListener('pagehide', flush)
    return () => {
      current = false
      window.removeEventListener('pagehide', flush)
      flush()
    }
  }, [client, key, flush])

  const setText = useCallback(
    (text: string) => {
      latest.current = { key, text, dirty: true }
      setState({ key, text })
      clearTimeout(timer.current)
      timer.current = setTimeout(flush, text === '' ? 0 : pauseMs)
    },
    [key, flush],
  )
  return { text: state.key === key ? state.text : '', setText, flush }
}

import { type KeyboardEvent, type RefObject, useEffect, useId, useRef, useState } from 'react'
import { builtInCommands, type MentionOffer, type MessageCommand } from '../../../contract/composer.ts'
import type { TaskId, WorkspaceId } from '../../../contract/ids.ts'
import { useClient } from '../../state/hooks.ts'
import { listMove } from '../../ui/list-move.ts'
import { insertAt } from './insert-at.ts'
import { completionText, type TypedToken, typedToken } from './typed-token.ts'

/** Where one writes. */
export type ComposerPlace = { workspaceId: WorkspaceId | null; taskId: TaskId | null }

/** A line of the list. */
export type Completion = Pick<MentionOffer, 'kind' | 'insert' | 'label' | 'detail'> & {
  problem: string | null
}

/** So many lines are seen at once: what Page Up and Page Down move by. */
const page = 8

/** Completes mentions and commands while one types, after the pattern of a combobox with a list. */
export function useCompletion(place: ComposerPlace, field: RefObject<HTMLTextAreaElement | null>) {
  const client = useClient()
  const id = useId()
  const [token, setToken] = useState<TypedToken | null>(null)
  const [items, setItems] = useState<Completion[]>([])
  const [active, setActive] = useState(0)
  const asked = useRef(0)
  const { workspaceId, taskId } = place
  const kind = token?.kind
  const query = token?.query ?? ''

  useEffect(() => {
    const ask = ++asked.current
    if (kind === undefined || workspaceId === null) {
      setItems([])
      return
    }
    const found =
      kind === 'mention'
        ? client.composer.mentions({ workspaceId, taskId, query }).then((offers) => offers.map(plain))
        : client.composer.commands({ workspaceId }).then((own) => commandsFor(own, taskId, query))
    found.then(
      (next) => {
        if (ask !== asked.current) return
        setItems(next)
        setActive(0)
      },
      // Not connected: one can still type it all.
      () => ask === asked.current && setItems([]),
    )
  }, [client, kind, query, workspaceId, taskId])

  const look = () => {
    const { current } = field
    if (current === null || current.selectionStart !== current.selectionEnd) return setToken(null)
    const next = typedToken(current.value, current.selectionStart)
    setToken((before) => (sameToken(before, next) ? before : next))
  }
  /** `goOn` leaves the caret at a folder, so that its files are offered. */
  const choose = (item: Completion, goOn = false) => {
    if (token === null || field.current === null || item.problem !== null) return
    const text = completionText(item.insert, goOn)
    insertAt(field.current, text, token)
    look()
  }
  const open = token !== null && items.length > 0

  /** Whether the key was the list's. */
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>): boolean => {
    const { key, nativeEvent } = event
    if (!open || nativeEvent.isComposing || event.altKey || event.ctrlKey || event.metaKey) return false
    if (key === 'Escape') {
      event.preventDefault()
      setToken(null)
      return true
    }
    const item = items[active]
    if ((key === 'Enter' && !event.shiftKey) || key === 'Tab') {
      // A command that stands there whole is meant as it stands.
      if (item === undefined || (key === 'Enter' && item.insert === `/${query}`)) return false
      event.preventDefault()
      choose(item, key === 'Tab')
      return true
    }
    const isMove = key === 'ArrowDown' || key === 'ArrowUp' || key === 'PageDown' || key === 'PageUp'
    const to = isMove ? listMove(key, { index: active, count: items.length, page }) : null
    if (to === null) return false
    event.preventDefault()
    // From its ends the list begins again at the other.
    const stuck = to === active
    setActive(!stuck ? to : key === 'ArrowDown' ? 0 : key === 'ArrowUp' ? items.length - 1 : to)
    return true
  }

  return {
    ...{ open, items, active, listId: id, kind, choose, setActive, look, onKeyDown },
    close: () => setToken(null),
    optionId: (index: number) => `${id}-${index}`,
  }
}

const plain = (offer: MentionOffer): Completion => ({ ...offer, problem: null })

function commandsFor(own: MessageCommand[], taskId: TaskId | null, query: string): Completion[] {
  const known = builtInCommands.filter(({ name }) => taskId !== null || name === 'mode')
  const all = [
    ...known.map((command) => ({ ...command, problem: null })),
    ...own.filter(({ name }) => builtInCommands.every((builtIn) => builtIn.name !== name)),
  ]
  const wanted = query.toLowerCase()
  const rank = (name: string) => (name.startsWith(wanted) ? 0 : 1)
  return all
    .filter(({ name }) => name.toLowerCase().includes(wanted))
    .sort((a, b) => rank(a.name) - rank(b.name))
    .map(({ name, hint, description, problem }) => {
      const label = `/${name}${hint === '' ? '' : ` ${hint}`}`
      return { kind: 'command', insert: `/${name}`, label, detail: problem ?? description, problem }
    })
}

function sameToken(a: TypedToken | null, b: TypedToken | null): boolean {
  return a?.kind === b?.kind && a?.from === b?.from && a?.to === b?.to && a?.query === b?.query
}

import { StandardRPCJsonSerializer } from '@orpc/client/standard'
import { expect, it } from 'vitest'
import { readyJson } from './ready-json.ts'

it('passes the line’s serializer as it stands and is read as what it was', () => {
  const events = [{ seq: 1, body: { type: 'a', list: [1, null, 'two'] } }]
  const serializer = new StandardRPCJsonSerializer()
  const [json, meta] = serializer.serialize({ events: readyJson(events), more: true })
  const come = JSON.parse(JSON.stringify({ json, meta }))
  expect(come).toEqual({ json: { events, more: true }, meta: [] })
  expect(serializer.deserialize(come.json, come.meta)).toEqual({ events, more: true })
})

it('is not walked through', () => {
  const looked: PropertyKey[] = []
  const watched = new Proxy([{ deep: 1 }], {
    get(target, key, receiver) {
      looked.push(key)
      return Reflect.get(target, key, receiver)
    },
  })
  new StandardRPCJsonSerializer().serialize({ watched: readyJson(watched) })
  expect(looked).toEqual([])
})

import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import type { MessageId } from '../../contract/ids.ts'
import { replayTask } from '../../contract/reduce-task.ts'
import { calling, completing } from '../testing/conversation.ts'
import { createGate } from '../testing/gate.ts'
import { heldStream } from '../testing/held-stream.ts'
import { startTestApp, type TestApp } from '../testing/test-app.ts'

let app: TestApp
afterEach(() => app.dispose())

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)
const order = (message: string) => ({
  ...{
    workspaceId: app.workspace.id,
    message,
    mode: 'ask',
    delegation: false,
    providerId: null,
    model: null,
  },
  autoApprove: { subtask_finish: true },
})
const raw = (at: number) => app.server.requests.at(at)?.rawBody ?? ''
const messagesOf = (displayId: string) =>
  app.view(displayId).items.filter((item) => item.type === 'message' && item.from === 'person')
const latest = () => messagesOf('SA-1').at(-1)?.id as MessageId

test('what a message mentions is sent with it, kept in the log and stays as it was', async () => {
  app = await startTestApp({ script: () => completing('Done.'), files: { 'a.ts': 'const heron = 1\n' } })
  const { messages } = app.app
  const { id } = await messages.create(order('What does @a.ts do?'))
  await app.until('SA-1', 'completed')
  expect(raw(0)).toContain('const heron = 1')
  writeFileSync(join(app.folder, 'a.ts'), 'const stork = 2\n')
  await messages.send(id, { text: 'And @a.ts now? See @SA-1 and @gone.ts.' })
  await app.until('SA-1', 'completed')
  // The new message has the new content, the old one still what was sent then.
  expect(raw(1)).toMatch(/const heron = 1[\s\S]*const stork = 2/)
  expect(raw(1)).toContain('There is no gone.ts in the workspace.')
  const { events } = app.app.store.events.readable(id, 0, 1_000)
  expect(replayTask(events)?.items).toEqual(app.view('SA-1').items)
  expect(messagesOf('SA-1')[0]).toMatchObject({
    text: 'What does @a.ts do?',
    context: [{ mention: '@a.ts', text: 'const heron = 1' }],
  })
  expect(messages.sentTexts(app.workspace.id)).toEqual([
    'And @a.ts now? See @SA-1 and @gone.ts.',
    'What does @a.ts do?',
  ])
})

test('a command stands for its file, in its mode, in trusted workspaces only', async () => {
  app = await startTestApp({ script: () => completing('Done.') })
  const folder = join(app.folder, '.treeline/commands')
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'look.md'), '---\nmode: architect\n---\nLook closely at $ARGUMENTS.')
  const { messages, store } = app.app
  store.workspaces.setTrust(app.workspace.id, true)
  await messages.create(order('/look the herons'))
  await app.until('SA-1', 'completed')
  expect(app.view('SA-1').mode).toBe('architect')
  expect(raw(0)).toContain('Look closely at the herons.')
  store.workspaces.setTrust(app.workspace.id, false)
  await messages.create(order('/look the storks'))
  await app.until('SA-2', 'completed')
  expect(raw(1)).not.toContain('Look closely')
})

test('images go to the model, into exports and through an import', async () => {
  app = await startTestApp({ script: () => completing('A dot.') })
  const { messages, images, transcript } = app.app
  const image = images.keep(png, 'dot.png')
  expect(() => images.keep(Buffer.from('no image'), 'x.png')).toThrow(
    'x.png is no PNG, JPEG, WebP or GIF image.',
  )
  expect(() => images.keep(Buffer.concat([png, Buffer.alloc(6_000_000)]), 'x.png')).toThrow('5 MB')
  const { id } = await messages.create({ ...order('What is this?'), images: [image] })
  await app.until('SA-1', 'completed')
  const url = `data:image/png;base64,${png.toString('base64')}`
  expect(JSON.parse(raw(0)).messages[1].content).toEqual([
    { type: 'text', text: 'What is this?' },
    { type: 'image_url', image_url: { url } },
  ])
  const html = await transcript.export(id, 'html', false)
  expect(html.content).toContain(`src="${url}"`)
  expect((await transcript.export(id, 'md', false)).content).toContain('*Image: dot.png (image/png)')
  const json = await transcript.export(id, 'json', false)
  expect(JSON.parse(json.content).images).toEqual({ [image.hash]: png.toString('base64') })

  writeFileSync(join(app.dataFolder, 'images', image.hash), 'damaged')
  expect(images.read(image.hash)).toBeNull()
  await expect(messages.send(id, { text: '', images: [image] })).rejects.toThrow('not there any more')
  const { tasks } = transcript.import(app.workspace.id, json.content)
  expect(images.read(image.hash)?.bytes.equals(png)).toBe(true)
  const again = await transcript.export(tasks[0]?.id ?? id, 'json', false)
  expect(JSON.parse(again.content).images).toEqual(JSON.parse(json.content).images)
  const many = Array.from({ length: 11 }, () => image)
  await expect(messages.send(id, { text: 'Many.', images: many })).rejects.toThrow('10 images')
})

test('a model that takes no images says so in words', async () => {
  const error = { message: 'Invalid content type. image_url is only supported by certain models.' }
  app = await startTestApp({ script: () => ({ status: 400, body: { error } }) })
  const image = app.app.images.keep(png, 'dot.png')
  await app.app.messages.create({ ...order('What is this?'), images: [image] })
  const { statusReason } = await app.until('SA-1', 'paused', 'failed')
  expect(statusReason).toContain('does not take images')
  expect(statusReason).toContain('Choose a model that does')
})

test('a queued message can be changed, taken back and sent now, also after a restart', async () => {
  const gate = createGate()
  app = await startTestApp({
    script: ({ turn, last }) =>
      turn === 0 && last === 'Begin.' ? heldStream(completing('First.'), gate) : completing(`Read: ${last}`),
  })
  const { id } = await app.app.messages.create(order('Begin.'))
  await gate.reached
  const send = async (text: string) => {
    await app.app.messages.send(id, { text })
    return latest()
  }
  const first = await send('One.')
  const second = await send('Two.')
  const third = await send('Three.')
  await app.restart('wait')
  app.tasks.withdrawQueued(id, first)
  await app.app.messages.changeQueued(id, second, { text: 'Two, with @README.md' })
  expect(() => app.tasks.withdrawQueued(id, first)).toThrow('no such message')
  gate.open()
  app.tasks.withdrawQueued(id, third)
  app.tasks.resume(id)
  await app.until('SA-1', 'completed')
  expect(raw(-1)).toContain('Two, with @README.md')
  expect(raw(-1)).toContain('# Sample')
  expect(raw(-1)).not.toMatch(/One\.|Three\./)
  expect(() => app.tasks.withdrawQueued(id, second)).toThrow('has read this message already')
})

test('an edited message is sent what it mentions anew, and what it mentioned before as it was', async () => {
  app = await startTestApp({ script: ({ last }) => completing(`Read: ${last.slice(0, 4)}`) })
  const { id } = await app.app.messages.create(order('Look at @README.md.'))
  await app.until('SA-1', 'completed')
  writeFileSync(join(app.folder, 'README.md'), '# Changed since\n')
  writeFileSync(join(app.folder, 'notes.md'), 'The heron stands.\n')
  const [first] = app.view('SA-1').items
  await app.app.messages.edit(id, first?.id as MessageId, 'Compare @README.md with @notes.md.')
  await app.until('SA-1', 'completed')
  expect(raw(-1)).toContain('# Sample')
  expect(raw(-1)).not.toContain('Changed since')
  expect(raw(-1)).toContain('The heron stands.')
})

test('a message that is sent now breaks off the step that is under way', async () => {
  const gate = createGate()
  app = await startTestApp({
    script: ({ last }) =>
      last === 'Begin.' ? heldStream(completing('Never.'), gate) : completing(`Read: ${last}`),
  })
  const { id } = await app.app.messages.create(order('Begin.'))
  await gate.reached
  await app.app.messages.send(id, { text: 'Stop that.' })
  const messageId = latest()
  app.tasks.sendQueuedNow(id, messageId)
  await app.until('SA-1', 'completed')
  gate.open()
  expect(app.view('SA-1').result).toBe('Read: Stop that.')
  expect(app.view('SA-1').items.some((item) => item.type === 'notice' && item.notice.type === 'status')).toBe(
    false,
  )
})

test('a message that is sent now does not wait for subtasks', async () => {
  const gate = createGate()
  app = await startTestApp({
    script: ({ opening, turn, last }) => {
      if (opening === 'Child.') return heldStream(completing('Child done.'), gate)
      if (turn === 0) return calling('new_task', { mode: 'ask', message: 'Child.' })
      return last === 'Now.' ? calling('wait_for_subtask', {}) : completing('Done.')
    },
  })
  app.create('Parent.', { approve: 'all' })
  await gate.reached
  await app.until('SA-1', 'awaiting_subtask')
  await app.app.messages.send(app.id('SA-1'), { text: 'Now.' })
  const messageId = latest()
  const asked = app.event(({ body }) => body.type === 'turn.requested')
  app.tasks.sendQueuedNow(app.id('SA-1'), messageId)
  await asked
  gate.open()
  await app.until('SA-1', 'completed')
  expect(raw(2)).toContain('Now.')
})

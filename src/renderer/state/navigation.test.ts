import { expect, test } from 'vitest'
import { createNavigation, type Pane, type PaneHost } from './navigation.ts'

function aHost() {
  const opened: Pane[] = []
  const host: PaneHost = {
    open: (pane) => opened.push(pane),
    split: () => {},
    closeFront: () => {},
    reopen: () => {},
    goTo: () => {},
    zoom: () => {},
    nextSplit: () => {},
  }
  return { host, opened }
}

test('what is asked for before the centre is there is opened when it comes, once', () => {
  const navigation = createNavigation()
  const { host, opened } = aHost()
  navigation.openTask('tsk_1' as never)
  const detach = navigation.attach(host)
  navigation.openPane({ type: 'settings' })
  expect(opened).toEqual([{ type: 'task', taskId: 'tsk_1' }, { type: 'settings' }])
  detach()
  const second = aHost()
  navigation.attach(second.host)
  expect(second.opened).toEqual([])
})

test('a task of another workspace is opened in that workspace’s centre', () => {
  const navigation = createNavigation()
  const first = aHost()
  navigation.setWorkspace('wsp_1' as never)
  const detach = navigation.attach(first.host)
  navigation.setWorkspace('wsp_2' as never)
  navigation.openTask('tsk_2' as never)
  detach()
  const second = aHost()
  navigation.attach(second.host)
  expect([first.opened, second.opened]).toEqual([[], [{ type: 'task', taskId: 'tsk_2' }]])
})

test('an old centre that goes late does not take the new one with it', () => {
  const navigation = createNavigation()
  const detach = navigation.attach(aHost().host)
  const second = aHost()
  navigation.attach(second.host)
  detach()
  navigation.openPane({ type: 'modes' })
  expect(second.opened).toEqual([{ type: 'modes' }])
})

test('the task last in front stays the one that is looked at beside settings, not in another workspace', () => {
  const navigation = createNavigation()
  navigation.setWorkspace('wsp_1' as never)
  navigation.setFront({ type: 'task', taskId: 'tsk_1' as never })
  navigation.setFront({ type: 'settings' })
  expect(navigation.store.getState()).toEqual({
    workspaceId: 'wsp_1',
    front: { type: 'settings' },
    taskId: 'tsk_1',
  })
  navigation.setWorkspace('wsp_2' as never)
  expect(navigation.store.getState()).toEqual({ workspaceId: 'wsp_2', front: null, taskId: null })
})

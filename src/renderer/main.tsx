import './ui/theme.css'
import { createRoot } from 'react-dom/client'
import type { TaskId } from '../contract/ids.ts'
import { App } from './app.tsx'
import { connect } from './connection/connect.ts'
import type { Connection } from './connection/connection.ts'
import { readPageAddress } from './connection/page-address.ts'
import { createAppState } from './state/app-state.ts'
import { nextFrame } from './state/frame-queue.ts'

const address = readPageAddress(window)

async function openConnection(): Promise<Connection> {
  // Only builds made with VITE_FAKE_ENGINE=1 know the fake engine; in all others this is no code at all.
  if (import.meta.env.VITE_FAKE_ENGINE === '1') {
    const { createFakeConnection, fakeOptions } = await import('./dev/fake-connection.ts')
    return createFakeConnection(fakeOptions(location.search))
  }
  return connect(window, address)
}

const root = document.getElementById('root')
if (root === null) throw new Error('The page has no #root.')
const state = createAppState(await openConnection(), nextFrame)
createRoot(root).render(<App state={state} taskId={address.taskId as TaskId | null} />)

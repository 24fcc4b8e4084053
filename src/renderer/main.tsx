import './without-eval.ts'
import './ui/theme.css'
import { createRoot } from 'react-dom/client'
import type { TaskId } from '../contract/ids.ts'
import { App } from './app.tsx'
import { connect } from './connection/connect.ts'
import { readPageAddress } from './connection/page-address.ts'
import { createAppState } from './state/app-state.ts'
import { nextFrame } from './state/frame-queue.ts'

const address = readPageAddress(window)

// A new link in the same tab differs in its fragment alone, for which browsers do not load the page anew.
window.addEventListener('hashchange', () => location.reload())

const root = document.getElementById('root')
if (root === null) throw new Error('The page has no #root.')
const state = createAppState(connect(window, address), nextFrame)
createRoot(root).render(<App state={state} taskId={address.taskId as TaskId | null} />)

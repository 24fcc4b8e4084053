import type { ChatRequest } from '../../src/main/model/scripted-server.ts'
import type { ScriptedTurn } from '../../src/main/model/scripted-turn.ts'
import { calling, completing, conversationOf } from '../../src/main/testing/conversation.ts'

/** What the root of the tree is asked, and what it comes to when nothing is lost. */
export const opening = 'The whole story.'
export const ending = 'The end: Branch one: 1, 1. Branch two: 1. A failure.'

/** Every task of the tree by its title, with the status it ends in. */
export const tree: Readonly<Record<string, string>> = {
  [opening]: 'completed',
  'Branch one.': 'completed',
  'Branch two.': 'completed',
  'Leaf A.': 'completed',
  'Leaf B.': 'completed',
  'Leaf C.': 'completed',
  'Beside.': 'completed',
  'Doomed.': 'failed',
}

const leaves = ['a', 'b', 'c'] as const
const big = (text: string) => `${`${text}: a line that a torn write would cut somewhere.\n`.repeat(1_000)}`

/** The file that a leaf makes, and what it is to be after its second step. */
const made = (leaf: string) => big(`Made by ${leaf}`)
const changed = (leaf: string) => `Changed once by ${leaf}.\n${made(leaf)}`

/** What stands in the repository at first, beside what the person has there. */
export const files: Readonly<Record<string, string>> = {
  'README.md': '# Sample\n',
  'notes.md': 'Some notes.\n',
  'shared.txt': 'nobody\n',
  '.gitignore': '.env\n',
  ...Object.fromEntries(
    leaves.map((leaf) => [`src/${leaf}.js`, `export const ${leaf} = 1\n${made('nobody')}`]),
  ),
  ...Object.fromEntries(leaves.map((leaf) => [`old/${leaf}.txt`, 'To be deleted.\n'])),
}

/**
 * All contents that a file may have at any moment, in the order in which it gets them; null is no file. What is
 * not named here must never change.
 */
export const versions: Readonly<Record<string, readonly (string | null)[]>> = {
  'plan.md': [null, '# Plan\n'],
  'src/beside.js': [null, 'export const beside = 1\n'],
  // Two leaves work side by side and change the same line, so that one of them has to bring both together.
  'shared.txt': ['nobody\n', 'a\n', 'b\n', 'a and b\n'],
  ...Object.fromEntries(
    leaves.flatMap((leaf) => [
      [`made/${leaf}.txt`, [null, made(leaf), changed(leaf)]],
      [`src/${leaf}.js`, [files[`src/${leaf}.js`], `export const ${leaf} = 2\n${made('nobody')}`]],
      [`old/${leaf}.txt`, ['To be deleted.\n', null]],
    ]),
  ),
}

/** Every command of the story: each leaves two marks, one when it begins and one when it has ended. */
export const commands: readonly string[] = [
  ...leaves.flatMap((leaf) => [`${leaf}/1`, `${leaf}/3`, `${leaf}/4`]),
  'beside/1',
]

/** What a killed app leaves gets a second to end by itself: one command takes longer, and is cut off for certain. */
const seconds = (id: string): number => (id === 'a/1' ? 2.5 : id.endsWith('/1') ? 0.2 : 0.02)

const run = (id: string, marks: string) =>
  call('execute_command', {
    command: `echo 'begin ${id}' >> '${marks}'; sleep ${seconds(id)}; echo 'end ${id}' >> '${marks}'`,
  })

const call = (name: string, args: object) => ({ name, arguments: args })
const order = (mode: string, message: string, background = false) =>
  call('new_task', { mode, message, background })

/** An order whose subtask must pass checks, which may be run any number of times. */
const checked = ({ name, arguments: args }: ReturnType<typeof order>) => {
  const checks = { run: ['sleep 0.05; test -e made/b.txt'], exists: ['src/b.js'], unchanged: ['README.md'] }
  return call(name, { ...args, checks })
}

/**
 * Plays the model of a tree three levels deep with something of everything, from nothing but the request: a
 * retry or a restart changes nothing of it. `marks` is the file in which commands leave their marks.
 */
export function playStory(body: ChatRequest, marks: string): ScriptedTurn {
  const { opening: asked, turn } = conversationOf(body)
  const told = body.messages.map(({ content }) => content ?? '')
  const times = (text: string) => told.filter((content) => content.includes(text)).length
  const leaf = /^Leaf ([ABC])\.$/.exec(asked)?.[1]?.toLowerCase()
  if (leaf !== undefined) return playLeaf(leaf, turn, marks, body)
  switch (asked) {
    case opening:
      if (turn === 0)
        return {
          calls: [call('update_todo_list', { todos: '- [-] all' }), order('orchestrator', 'Branch one.')],
        }
      if (turn === 1) return { calls: [order('code', 'Beside.', true), order('architect', 'Branch two.')] }
      if (turn === 2)
        return calling('ask_followup_question', { question: 'Go on?', follow_up: [{ text: 'Yes.' }] })
      if (turn === 3) return calling('new_task', { mode: 'ask', message: 'Doomed.' })
      return completing(
        `The end: ${/Branch one: \d, \d\./.exec(told.join())?.[0]} ${/Branch two: \d\./.exec(told.join())?.[0]} ${times('times in a row without a usable tool call') > 0 ? 'A failure.' : ''}`,
      )
    case 'Branch one.':
      if (turn === 0) return { calls: [order('code', 'Leaf A.'), checked(order('code', 'Leaf B.'))] }
      if (turn === 1) return { text: 'Both are back.' }
      return completing(`Branch one: ${times('Leaf a is done.')}, ${times('Leaf b is done.')}.`)
    case 'Branch two.':
      if (turn === 0)
        return {
          calls: [
            call('read_file', { path: 'notes.md' }),
            call('write_to_file', { path: 'plan.md', content: '# Plan\n' }),
          ],
        }
      if (turn === 1) return calling('switch_mode', { mode_slug: 'code', reason: 'To do it.' })
      if (turn === 2) return { calls: [order('code', 'Leaf C.')] }
      return completing(`Branch two: ${times('Leaf c is done.')}.`)
    case 'Beside.':
      if (turn === 0)
        return calling('write_to_file', { path: 'src/beside.js', content: 'export const beside = 1\n' })
      return turn === 1 ? { calls: [run('beside/1', marks)] } : completing('Beside is done.')
    case 'Doomed.':
      // Of no use, again and again: a child that gives up fails, and its parent is told.
      return { text: 'I would do this and that.' }
    default:
      return { status: 400, body: { error: { message: `The story has no task “${asked}”.` } } }
  }
}

function playLeaf(leaf: string, turn: number, marks: string, body: ChatRequest): ScriptedTurn {
  const write = (content: string) => call('write_to_file', { path: 'shared.txt', content })
  const told = body.messages.map(({ content }) => content ?? '')
  switch (turn) {
    case 0:
      return {
        calls: [
          call('read_file', { path: 'shared.txt' }),
          call('write_to_file', { path: `made/${leaf}.txt`, content: made(leaf) }),
        ],
      }
    case 1:
      return { calls: [run(`${leaf}/1`, marks)] }
    case 2: {
      const first = made(leaf).split('\n')[0]
      const diff = `<<<<<<< SEARCH\n:start_line:1\n-------\n${first}\n=======\nChanged once by ${leaf}.\n${first}\n>>>>>>> REPLACE`
      const edit = { path: `src/${leaf}.js`, old_string: `${leaf} = 1`, new_string: `${leaf} = 2` }
      const calls = [call('apply_diff', { path: `made/${leaf}.txt`, diff }), call('edit_file', edit)]
      if (leaf === 'c') return { calls }
      // The other one may be through already.
      const both = told.some((content) => content.includes('1 | a') || content.includes('1 | b'))
      return { calls: [...calls, write(both ? 'a and b\n' : `${leaf}\n`)] }
    }
    case 3:
      return { text: 'Twice.', calls: [run(`${leaf}/3`, marks), run(`${leaf}/4`, marks)] }
    case 4:
      return { calls: [call('delete_file', { path: `old/${leaf}.txt` })] }
    default: {
      const asked = body.messages.flatMap((message) => message.tool_calls ?? [])
      const mended = asked.filter(({ id }) => id.startsWith('both_')).length
      const clashes = told.filter((content) => content.includes('Bring both together')).length
      if (clashes > mended) return { calls: [{ ...write('a and b\n'), id: `both_${mended}` }] }
      return completing(`Leaf ${leaf} is done.`)
    }
  }
}

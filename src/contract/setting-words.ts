import type { PreferenceName } from './settings.ts'

/** Parts of the settings screen that hold preferences. */
export type PreferenceSection = 'appearance' | 'keys' | 'notifications' | 'preferences'

/** How a preference is called and what it does: for the screen, its search, the JSON schema and the command line. */
export type SettingWords = { section: PreferenceSection; title: string; hint: string }

/** The words of every preference, in the order of the screen. */
export const settingWords: Record<PreferenceName, SettingWords> = {
  theme: { section: 'appearance', title: 'Theme', hint: 'Light, dark, or as the system.' },
  density: {
    section: 'appearance',
    title: 'Density',
    hint: 'Compact has lower lines, so that more of them fit.',
  },
  fontSize: {
    section: 'appearance',
    title: 'Size of text',
    hint: 'In pixels, from 11 to 20. Headings and small print follow it.',
  },
  codeFont: {
    section: 'appearance',
    title: 'Font for code',
    hint: 'A family that is installed here, for code and terminals. Empty: one that the system has.',
  },
  codeFontSize: {
    section: 'appearance',
    title: 'Size of code',
    hint: 'In pixels, from 9 to 24, for code and terminals.',
  },
  motion: {
    section: 'appearance',
    title: 'Motion',
    hint: 'Whether anything on the screen moves or fades: as the system says, never, or always.',
  },
  turnDetails: {
    section: 'appearance',
    title: 'Turn details',
    hint: 'Whether time, tokens and cost stand under every turn, or only under the one that is looked at.',
  },
  diffView: {
    section: 'appearance',
    title: 'Diffs',
    hint: 'In one column, or before and after side by side.',
  },
  keys: {
    section: 'keys',
    title: 'Keys',
    hint: 'Combinations that replace those a command begins with, by the id of the command.',
  },
  notifyApproval: {
    section: 'notifications',
    title: 'A task wants approval',
    hint: 'Tells you outside the app. Approvals of subtasks count too: the whole tree may wait for you.',
  },
  notifyQuestion: {
    section: 'notifications',
    title: 'A task asks something',
    hint: 'Also when it needs a word or more room in its budget. Questions of subtasks count too.',
  },
  notifyDone: { section: 'notifications', title: 'A task is completed', hint: 'Tells you outside the app.' },
  notifyFailed: { section: 'notifications', title: 'A task has failed', hint: 'Tells you outside the app.' },
  notifySubtasks: {
    section: 'notifications',
    title: 'Subtasks as well',
    hint: 'Tells of every subtask that is completed or has failed, and not of roots alone.',
  },
  badge: {
    section: 'notifications',
    title: 'Number of tasks that wait',
    hint: 'On the app’s icon, and in a browser in the title and on the tab’s picture.',
  },
  sounds: {
    section: 'notifications',
    title: 'Sounds',
    hint: 'A short sound with each notification.',
  },
  doNotDisturb: {
    section: 'notifications',
    title: 'Do not disturb',
    hint: 'No notifications and no sounds, until you switch it off or until a time.',
  },
  maxDepth: {
    section: 'preferences',
    title: 'Depth of subtasks',
    hint: 'How deep subtasks may nest below a task; 0 forbids them.',
  },
  commandTimeoutSeconds: {
    section: 'preferences',
    title: 'Time for a command (seconds)',
    hint: 'A command that runs longer is ended.',
  },
  maxRetries: {
    section: 'preferences',
    title: 'Failed requests in a row',
    hint: 'After so many the task stops and says so.',
  },
  stallSeconds: {
    section: 'preferences',
    title: 'Silence of a model (seconds)',
    hint: 'A request of which no piece comes for so long is made again. Slow models on your own machine may need more.',
  },
  maxMistakes: {
    section: 'preferences',
    title: 'Faulty answers in a row',
    hint: 'Answers without a usable tool call, before the task stops and says so.',
  },
  treeBudget: {
    section: 'preferences',
    title: 'Budget of new trees',
    hint: 'What a task and everything below it may use up. Trees that are there keep theirs.',
  },
  afterRestart: {
    section: 'preferences',
    title: 'After a restart',
    hint: 'For tasks that were at work when Treeline ended.',
  },
  customInstructions: {
    section: 'preferences',
    title: 'Your instructions',
    hint: 'Every mode gets them at the end of its system prompt.',
  },
}

/** Prompts that show what one can ask for; each works in any repository. */
const examples = [
  {
    title: 'Explain this project',
    text: 'Read through this repository and explain how it is built: its parts, how they work together, and where a newcomer should begin.',
  },
  {
    title: 'Mend what fails',
    text: 'Run the tests. For every one that fails find the cause, mend it, and show that the whole suite passes.',
  },
  {
    title: 'Plan, build and test a change',
    text: 'Plan the following change, let one subtask build it and another cover it with tests, then review the result: ',
  },
]

/** Three prompts to begin from. */
export function Examples({ onChoose }: { onChoose: (text: string) => void }) {
  return (
    <ul aria-label="Examples" className="mt-4 grid gap-2 @xl:grid-cols-3">
      {examples.map(({ title, text }) => (
        <li key={title} className="flex">
          <button
            type="button"
            onClick={() => onChoose(text)}
            className="flex w-full flex-col gap-0.5 rounded-lg border border-line px-3 py-2 text-left hover:border-line-strong hover:bg-hover"
          >
            <span className="font-medium">{title}</span>
            <span className="line-clamp-3 text-small text-ink-3">{text}</span>
          </button>
        </li>
      ))}
    </ul>
  )
}

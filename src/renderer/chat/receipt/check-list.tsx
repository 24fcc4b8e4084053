import { Ban, Circle, CircleCheck, CircleDot, CircleX } from 'lucide-react'
import { type CheckResult, type Checks, checkDemands } from '../../../contract/checks.ts'
import { TerminalText } from '../../terminal/terminal-text.tsx'
import { FoldArrow } from '../../ui/fold-arrow.tsx'
import { revealHidden } from '../../ui/reveal-hidden.ts'
import { useFold } from '../../ui/use-fold.ts'

type State = CheckResult['outcome'] | 'pending' | 'running'

const signs: Record<State, React.ReactNode> = {
  pending: <Circle className="text-ink-3" />,
  running: <CircleDot className="text-working" />,
  passed: <CircleCheck className="text-done" />,
  failed: <CircleX className="text-failed" />,
  not_run: <Ban className="text-ink-3" />,
}
const words: Record<State, string> = {
  pending: 'not checked yet',
  running: 'being checked',
  passed: 'passed',
  failed: 'failed',
  not_run: 'not run',
}

/** A task's checks, each with how it came out the last time, and the output of a command that failed. */
export function CheckList({
  checks,
  results,
  running = false,
}: {
  checks: Checks
  /** What is known of them; [] before they were run. */
  results: readonly CheckResult[]
  running?: boolean
}) {
  const all = (['run', 'exists', 'unchanged'] as const).flatMap((kind) =>
    checks[kind].map((what) => ({ kind, what })),
  )
  return (
    <ul className="flex flex-col gap-1">
      {all.map(({ kind, what }) => {
        const result = results.find((one) => one.kind === kind && one.what === what)
        const state: State = running ? 'running' : (result?.outcome ?? 'pending')
        return (
          <CheckLine key={`${kind} ${what}`} kind={kind} what={what} state={state} result={result ?? null} />
        )
      })}
    </ul>
  )
}

/** The same of results alone. */
export function CheckResults({ results }: { results: readonly CheckResult[] }) {
  return (
    <ul className="flex flex-col gap-1">
      {results.map((result) => {
        const { kind, what, outcome } = result
        return <CheckLine key={`${kind} ${what}`} kind={kind} what={what} state={outcome} result={result} />
      })}
    </ul>
  )
}

function CheckLine({
  kind,
  what,
  state,
  result,
}: {
  kind: CheckResult['kind']
  what: string
  state: State
  result: CheckResult | null
}) {
  const told = result !== null && state !== 'passed' && state !== 'running' ? result.found : ''
  return (
    <li className="flex min-w-0 gap-2 text-small">
      <span aria-hidden className="mt-[3px] shrink-0 [&>svg]:size-3.5">
        {signs[state]}
      </span>
      <div className="min-w-0 flex-1">
        <p className="break-words select-text">
          <code className="font-mono wrap-anywhere whitespace-pre-wrap">{revealHidden(what)}</code>{' '}
          <span className="text-ink-3">{checkDemands[kind]}</span>
          <span className="sr-only"> ({words[state]})</span>
          {told === '' ? null : (
            <span className={state === 'failed' ? 'text-failed-ink' : 'text-ink-2'}>
              {' '}
              — {state === 'not_run' ? 'not run: ' : ''}
              {revealHidden(told)}
            </span>
          )}
        </p>
        {result !== null && state === 'failed' && result.output !== '' ? (
          <Output command={what} output={result.output} />
        ) : null}
      </div>
    </li>
  )
}

function Output({ command, output }: { command: string; output: string }) {
  const { open, bodyId, button } = useFold()
  return (
    <div className="mt-0.5">
      <button {...button} className="flex items-center gap-1 rounded-sm text-ink-3 hover:text-ink">
        <FoldArrow open={open} />
        {open ? 'Hide its output' : 'Its output'}
      </button>
      {open ? (
        <div id={bodyId} className="mt-1 overflow-hidden rounded-lg border border-line">
          <TerminalText output={output} label={`Output of ${command}`} />
        </div>
      ) : null}
    </div>
  )
}

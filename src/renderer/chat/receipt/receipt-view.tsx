import { TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Receipt } from '../../../contract/receipt.ts'
import { doubtWords, receiptLine, workWords } from '../../../contract/receipt-words.ts'
import { ChangeCount } from '../../diff/change-count.tsx'
import { FoldArrow } from '../../ui/fold-arrow.tsx'
import { formatCost, formatTokens } from '../../ui/format-cost.ts'
import { revealHidden } from '../../ui/reveal-hidden.ts'
import { useFold } from '../../ui/use-fold.ts'
import { withKeys } from '../../ui/with-keys.ts'
import { formatDuration } from '../format-time.ts'
import { CheckResults } from './check-list.tsx'

/** What a task did, as its events tell it: one line, and the whole when unfolded. */
export function ReceiptView({ receipt }: { receipt: Receipt }) {
  const { open, bodyId, button } = useFold()
  const failed = receipt.checks.some(({ outcome }) => outcome !== 'passed')
  return (
    <div className="min-w-0 border-t border-line text-small">
      <button
        {...button}
        className="flex min-h-8 w-full min-w-0 items-center gap-1.5 px-3 py-1 text-left outline-offset-[-2px] hover:bg-hover"
      >
        <FoldArrow open={open} />
        <span className="shrink-0 text-ink-3">Receipt</span>
        <span className={failed ? 'min-w-0 text-failed-ink' : 'min-w-0 text-ink-2'}>
          {receiptLine(receipt)}
        </span>
      </button>
      {receipt.doubt === null ? null : (
        <p className="flex gap-1.5 px-3 pb-2 pl-[30px] text-approval-ink select-text">
          <TriangleAlert aria-hidden className="mt-[3px] size-3.5 shrink-0" />
          {doubtWords[receipt.doubt]}
        </p>
      )}
      {open ? (
        <div id={bodyId} className="flex flex-col gap-2.5 px-3 pb-3 pl-[30px]">
          <Files receipt={receipt} />
          <Commands receipt={receipt} />
          {receipt.checks.length === 0 ? null : (
            <Part title="Checks">
              <CheckResults results={receipt.checks} />
            </Part>
          )}
          <Subtasks receipt={receipt} />
          <Work receipt={receipt} />
          <p className="tabular text-ink-2 select-text">{figures(receipt)}</p>
          <p className="text-ink-3">
            Written by Treeline from what was done, not by the model. Files that commands changed are not in
            it.
          </p>
        </div>
      ) : null}
    </div>
  )
}

function Files({ receipt: { files, moreFiles } }: { receipt: Receipt }) {
  if (files.length === 0) return null
  return (
    <Part title="Files" more={moreFiles}>
      <ul className="flex flex-col gap-0.5">
        {files.map(({ path, state, added, removed }) => (
          <li key={path} className="flex min-w-0 items-baseline gap-2">
            <span className="min-w-0 font-mono break-all select-text">{revealHidden(path)}</span>
            {state === 'changed' ? null : <span className="shrink-0 text-ink-3">{state}</span>}
            {state === 'deleted' ? null : <ChangeCount added={added} removed={removed} />}
          </li>
        ))}
      </ul>
    </Part>
  )
}

function Commands({ receipt: { commands, moreCommands } }: { receipt: Receipt }) {
  if (commands.length === 0) return null
  return (
    <Part title="Commands" more={moreCommands}>
      <ul className="flex flex-col gap-0.5">
        {withKeys(commands, ({ command }) => command).map(
          ({ key, item: { command, ended, exitCode, test } }) => (
            <li key={key} className="flex min-w-0 items-baseline gap-2">
              <span className="line-clamp-3 min-w-0 font-mono wrap-anywhere whitespace-pre-wrap select-text">
                {revealHidden(command)}
              </span>
              <span className={exitCode === 0 ? 'shrink-0 text-ink-3' : 'shrink-0 text-failed-ink'}>
                {ended}
                {test ? ', a test run' : ''}
              </span>
            </li>
          ),
        )}
      </ul>
    </Part>
  )
}

function Subtasks({ receipt: { subtasks, moreSubtasks } }: { receipt: Receipt }) {
  if (subtasks.length === 0) return null
  return (
    <Part title="Subtasks" more={moreSubtasks}>
      <ul className="flex flex-col gap-0.5">
        {subtasks.map(({ displayId, mode, outcome }) => (
          <li key={displayId}>
            <span className="tabular">{displayId}</span>{' '}
            <span className="text-ink-3">
              {mode}, {outcome}
            </span>
          </li>
        ))}
      </ul>
    </Part>
  )
}

function Part({ title, more = 0, children }: { title: string; more?: number; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <h3 className="mb-0.5 text-ink-3">{title}</h3>
      {children}
      {more > 0 ? <p className="text-ink-3">and {more} more</p> : null}
    </div>
  )
}

/** What became of its work, and what happened to it on the way. */
function Work({ receipt: { work, left = [], clashes = [], gate = [] } }: { receipt: Receipt }) {
  if (work === undefined && clashes.length === 0 && gate.length === 0) return null
  return (
    <>
      <Part title="Its work">
        {work === undefined ? null : <p className="wrap-anywhere select-text">{capital(workWords(work))}</p>}
        <Paths words="Left out, wholly or in part:" paths={left} />
        <Paths words="Clashed with the work of others, and was brought together:" paths={clashes} />
      </Part>
      {gate.length === 0 ? null : (
        <Part title="Gate, on its work merged with that of others">
          <CheckResults results={gate} />
        </Part>
      )}
    </>
  )
}

function Paths({ words, paths }: { words: string; paths: readonly string[] }) {
  if (paths.length === 0) return null
  return (
    <p className="text-ink-3">
      {words}{' '}
      <span className="font-mono text-ink wrap-anywhere select-text">{revealHidden(paths.join(', '))}</span>
    </p>
  )
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** "4 requests · 12.4k tokens read, 1.2k written · $0.03 · 1 min 20 s". */
function figures({ requests, inputTokens, outputTokens, cost, durationMs }: Receipt): string {
  return [
    `${requests} ${requests === 1 ? 'request' : 'requests'}`,
    `${formatTokens(inputTokens)} tokens read, ${formatTokens(outputTokens)} written`,
    formatCost(cost),
    `${formatDuration(durationMs)} from its start to its end`,
  ]
    .filter((part) => part !== '')
    .join(' · ')
}

/** From this share on a limit counts as nearly used up. */
const near = 0.8

// The browser paints these parts with gradients of its own: the whole background has to be set.
const look = [
  'block h-1 w-full appearance-none',
  '[&::-webkit-meter-inner-element]:block',
  '[&::-webkit-meter-bar]:h-1 [&::-webkit-meter-bar]:rounded-full [&::-webkit-meter-bar]:border-0',
  '[&::-webkit-meter-bar]:[background:var(--hover)]',
  '[&::-webkit-meter-optimum-value]:rounded-full [&::-webkit-meter-optimum-value]:[background:var(--accent-strong)]',
  '[&::-webkit-meter-suboptimum-value]:rounded-full [&::-webkit-meter-suboptimum-value]:[background:var(--approval)]',
  '[&::-webkit-meter-even-less-good-value]:rounded-full [&::-webkit-meter-even-less-good-value]:[background:var(--failed)]',
].join(' ')

/** How much of a limit is used up, from 0 to 1: calm, then warning, then full. */
export function Meter({ share, label }: { share: number; label: string }) {
  return (
    <meter
      min={0}
      max={1}
      low={near}
      high={0.9999}
      optimum={0}
      value={share}
      aria-label={label}
      aria-valuetext={`${Math.round(share * 100)} %`}
      className={look}
    />
  )
}

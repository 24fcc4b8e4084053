/** From this share on a limit counts as nearly used up. */
const near = 0.8

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
      className="block h-1 w-full [&::-webkit-meter-bar]:h-1 [&::-webkit-meter-bar]:rounded-full [&::-webkit-meter-bar]:border-0 [&::-webkit-meter-bar]:bg-hover [&::-webkit-meter-even-less-good-value]:rounded-full [&::-webkit-meter-even-less-good-value]:bg-failed [&::-webkit-meter-optimum-value]:rounded-full [&::-webkit-meter-optimum-value]:bg-accent-strong [&::-webkit-meter-suboptimum-value]:rounded-full [&::-webkit-meter-suboptimum-value]:bg-approval"
    />
  )
}

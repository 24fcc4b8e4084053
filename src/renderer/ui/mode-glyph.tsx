import {
  Bug,
  Code,
  DraftingCompass,
  FlaskConical,
  type LucideIcon,
  MessageCircleQuestionMark,
  ScanSearch,
  Shapes,
  Waypoints,
} from 'lucide-react'

const glyphs: Record<string, LucideIcon> = {
  orchestrator: Waypoints,
  code: Code,
  architect: DraftingCompass,
  debug: Bug,
  ask: MessageCircleQuestionMark,
  test: FlaskConical,
  review: ScanSearch,
}

/** A mode's sign: its own for the built-in ones, one for all others. Say the mode's name beside it. */
export function ModeGlyph({ mode, className }: { mode: string; className?: string }) {
  const Glyph = glyphs[mode] ?? Shapes
  return <Glyph aria-hidden className={className ?? 'size-3.5 shrink-0 text-ink-3'} strokeWidth={1.75} />
}

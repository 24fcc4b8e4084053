import { classNames } from './class-names.ts'

/** How menus of every kind (dropdown, context) look: classes for Radix's parts. */
export const menuLook = {
  content:
    'enter-soft z-50 min-w-48 max-w-96 max-h-(--radix-popper-available-height) overflow-y-auto rounded-lg bg-raised p-1 shadow-high',
  item: (danger = false) =>
    classNames(
      'relative flex h-7 items-center gap-2 rounded-md px-2 outline-none select-none',
      'data-[disabled]:opacity-45 data-[highlighted]:bg-hover data-[state=open]:bg-hover',
      '[&>svg]:size-3.5 [&>svg]:shrink-0 [&>svg]:text-ink-3',
      danger ? 'text-failed-ink [&>svg]:text-failed' : 'text-ink',
    ),
  label: 'px-2 pt-1.5 pb-1 text-micro font-medium text-ink-3',
  separator: 'mx-1 my-1 h-px bg-line',
} as const

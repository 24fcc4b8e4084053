import {
  CheckCheck,
  FilePen,
  FilePlus,
  FileText,
  FolderOpen,
  ListChecks,
  ListTree,
  type LucideIcon,
  MessageCircleQuestionMark,
  ScrollText,
  Search,
  Send,
  Shuffle,
  SquareTerminal,
  Trash2,
  Waypoints,
  Wrench,
} from 'lucide-react'

const icons: Record<string, LucideIcon> = {
  read_file: FileText,
  list_files: FolderOpen,
  search_files: Search,
  list_code_definition_names: ListTree,
  write_to_file: FilePlus,
  apply_diff: FilePen,
  edit_file: FilePen,
  delete_file: Trash2,
  execute_command: SquareTerminal,
  read_command_output: ScrollText,
  new_task: Waypoints,
  attempt_completion: CheckCheck,
  ask_followup_question: MessageCircleQuestionMark,
  switch_mode: Shuffle,
  update_todo_list: ListChecks,
  send_prompt: Send,
}

/** A tool's sign. Say its name beside it. */
export function CallIcon({ name, className }: { name: string; className?: string }) {
  const Icon = (Object.hasOwn(icons, name) ? icons[name] : undefined) ?? Wrench
  return <Icon aria-hidden className={className ?? 'size-3.5 shrink-0 text-ink-3'} strokeWidth={1.75} />
}

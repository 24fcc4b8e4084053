import type { ActionType, AutoApproveEntry } from '../../contract/action-type.ts'
import type { EditPlaces, SubtreeChanges } from '../../contract/changes-api.ts'
import type { MentionOffer, MessageCommand } from '../../contract/composer.ts'
import type { CallId, MessageId, ProviderId, TaskId, WorkspaceId } from '../../contract/ids.ts'
import type { ImageRef } from '../../contract/message-extras.ts'
import type { EffectiveMode, ModesFile } from '../../contract/mode.ts'
import type { ConnectionTest, LocalServer, ProviderState } from '../../contract/provider.ts'
import type { SearchOrder, SearchPage } from '../../contract/search.ts'
import type { ScopeRef } from '../../contract/settings.ts'
import type { TaskSummary } from '../../contract/task-summary.ts'
import type { Workspace, WorkspaceState } from '../../contract/workspace.ts'
import type { WorktreeInfo } from '../../contract/worktree-settings.ts'
import type { ContextParts, Xray, XrayOrder } from '../../contract/xray.ts'
import type { Engine } from '../engine/engine.ts'
import type { NewTask } from '../engine/engine-deps.ts'
import type { Retry } from '../engine/retry-task.ts'
import type { ImageFiles } from '../store/image-files.ts'
import type { Store } from '../store/store.ts'

/** What the handlers pass on to. They have no logic of their own. */
export type ApiDeps = {
  engine: Engine
  store: Store
  host: {
    version: string
    host: 'desktop' | 'browser' | 'terminal'
    platform: string
    dataFolder: string
    homeFolder: string
    /** How keys are kept may show only when the first is set. */
    secretsKept(): string
    pickFolder: (() => Promise<string | null>) | null
    openTaskWindow: ((taskId: TaskId) => void) | null
    openExternal(url: string): Promise<void>
  }
  /** Copies the database to a new file of the data folder. */
  backUp(): Promise<{ path: string; bytes: number }>
  workspaces: {
    list(): Promise<WorkspaceState[]>
    open(path: string): Promise<Workspace>
    suggest(prefix: string): Promise<string[]>
    openDemo(): Promise<Workspace>
  }
  worktrees: {
    list(workspaceId: WorkspaceId): Promise<WorktreeInfo[]>
    remove(workspaceId: WorkspaceId, path: string): Promise<void>
  }
  modes: {
    list(workspaceId: WorkspaceId | null): EffectiveMode[]
    files(workspaceId: WorkspaceId | null): ModesFile[]
    check(text: string): ModesFile
    saveUser(text: string): ModesFile
  }
  autoApprove: {
    at(scope: ScopeRef): AutoApproveEntry[]
    set(scope: ScopeRef, toggles: Partial<Record<ActionType, boolean | null>>): AutoApproveEntry[]
  }
  providers: {
    list(): Promise<ProviderState[]>
    save(provider: SavedProvider): Promise<ProviderState>
    remove(id: ProviderId): Promise<void>
    setDefault(id: ProviderId): void
    findLocal(): Promise<LocalServer[]>
    test(order: {
      providerId?: ProviderId | undefined
      baseUrl: string
      key?: string | undefined
    }): Promise<ConnectionTest>
  }
  /** What a request held. Throws AppError in words. */
  xray(order: XrayOrder): Xray
  /** What fills a task's context. Throws like `xray`. */
  contextParts(taskId: TaskId): ContextParts
  /** As `createChanges` in compose makes it. */
  changes: {
    subtree(order: { taskId: TaskId; limit: number }, signal?: AbortSignal): Promise<SubtreeChanges>
    edits(order: { taskId: TaskId; path: string }): { callId: CallId; patch: string; reverted: number[] }[]
    revert(order: { taskId: TaskId; edits: EditPlaces; back: boolean }): Promise<void>
    openInEditor(order: { taskId: TaskId; path: string; line: number }): Promise<{ editor: string }>
  }
  images: ImageFiles
  /** The way of a person's words to tasks: what they mention is looked up first, and sent and kept with them. */
  messages: Messages
  search: {
    query(
      order: SearchOrder,
      how: { patienceMs?: number | undefined; signal?: AbortSignal | undefined },
    ): Promise<SearchPage>
  }
  transcript: {
    export(
      taskId: TaskId,
      format: 'md' | 'json' | 'html',
      subtree: boolean,
    ): Promise<{ fileName: string; mediaType: string; content: string }>
    import(
      workspaceId: WorkspaceId,
      text: string,
    ): { tasks: { id: TaskId; displayId: string; title: string }[]; notes: string[] }
  }
  commands: {
    readOutput(
      taskId: TaskId,
      commandId: string,
      offset: number,
    ): Promise<{ text: string; nextOffset: number | null; totalBytes: number }>
  }
}

/** As `createMessages` in compose makes it. */
export type Messages = {
  create(order: NewTask): Promise<TaskSummary>
  send(taskId: TaskId, said: Outgoing): Promise<void>
  answer(taskId: TaskId, callId: CallId, said: Outgoing & { mode: string | null }): Promise<void>
  retry(taskId: TaskId, how: Retry): Promise<void>
  changeQueued(taskId: TaskId, messageId: MessageId, said: Outgoing): Promise<void>
  edit(taskId: TaskId, messageId: MessageId, text: string): Promise<void>
  /** What can be mentioned in a message to the task, or to a new one of the workspace. */
  offer(workspaceId: WorkspaceId, taskId: TaskId | null, query: string): Promise<MentionOffer[]>
  /** The commands from files that are in force in a workspace. */
  commands(workspaceId: WorkspaceId): MessageCommand[]
  /** What the person sent in the workspace, the latest first. */
  sentTexts(workspaceId: WorkspaceId): string[]
  /** The mention of a file with this name and this content, or null: whoever drops a file on a page names no more. */
  findDropped(workspaceId: WorkspaceId, taskId: TaskId | null, file: DroppedFile): Promise<string | null>
}

/** A message as a person sends it. */
export type Outgoing = { text: string; images?: ImageRef[] | undefined }
export type DroppedFile = { name: string; text: string }

type SavedProvider = Omit<ProviderState, 'id' | 'source' | 'hasKey' | 'isDefault'> & {
  id?: ProviderId | undefined
  key?: string | undefined
}

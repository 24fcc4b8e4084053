/** A tool as the model sees it: `parameters` is a JSON schema of an object. */
export type ToolDefinition = { name: string; description: string; parameters: Record<string, unknown> }

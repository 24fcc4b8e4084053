/** A message of a request's body as far as it is shown. */
export type SentMessage = {
  content: string | null
  reasoning_content?: string
  tool_calls?: { id: string; function: { name: string; arguments: string } }[]
}

/** A tool of a request's body. */
export type SentTool = { function: { name: string; description?: string; parameters?: unknown } }

/** The parts of a request's body, in the order of its X-ray. */
export function readBody(body: string): { messages: SentMessage[]; tools: SentTool[] } {
  const { messages = [], tools = [] } = JSON.parse(body) as {
    messages?: SentMessage[]
    tools?: SentTool[]
  }
  return { messages, tools }
}

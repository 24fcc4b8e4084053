/** What somebody finds who opens the modes file for the first time. Comments are allowed in this JSON. */
export const starterText = `// Your own modes, for every workspace. Put them into the list below, or replace everything here with a
// configuration you have, in JSON or YAML. A mode with the slug of a built-in one (orchestrator, code,
// architect, debug, ask, test, review) replaces it; a project's own modes come before yours.
//
// groups say what a mode may use: read, edit, command, browser, mcp. An example:
//
//   {
//     "slug": "docs",
//     "name": "Docs",
//     "description": "Writes documentation",
//     "whenToUse": "For guides, references and release notes.",
//     "roleDefinition": "You are a technical writer. You write for people in a hurry.",
//     "customInstructions": "Check every example by reading the code it shows.",
//     "groups": ["read", ["edit", { "fileRegex": "\\\\.md$", "description": "Markdown files" }]]
//   }
{
  "customModes": []
}
`

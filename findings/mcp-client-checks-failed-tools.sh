#!/usr/bin/env bash
# @modelcontextprotocol/sdk: a tool that fails and says why in structuredContent is refused by the client, where
# the tool has an output schema and the reason does not fit it. The answer that says `isError: true` never
# reaches the caller.
#
# Why it matters: a tool over payments should fail with a typed reason (what happened, whether money may have moved) in
# a form that programs can read. With an output schema for the good answer, an honest failure becomes an exception about
# a schema, and the reason is lost. Failures have to be told in text, or the output schema has to allow for them.
set -euo pipefail
VERSION=1.32.2
ZOD=4.4.3
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund "@modelcontextprotocol/sdk@$VERSION" "zod@$ZOD"

cat >look.mjs <<'JS'
import { Client } from "@modelcontextprotocol/sdk/client/index.js"
import { InMemoryTransport } from "@modelcontextprotocol/sdk/inMemory.js"
import { Server } from "@modelcontextprotocol/sdk/server/index.js"
import { CallToolRequestSchema, ListToolsRequestSchema } from "@modelcontextprotocol/sdk/types.js"

const outputSchema = { type: "object", properties: { status: { type: "string" } }, required: ["status"] }
const answers = {
  told_in_text: { isError: true, content: [{ type: "text", text: "NotRefundable" }] },
  told_as_data: {
    isError: true,
    content: [{ type: "text", text: "NotRefundable" }],
    structuredContent: { reason: "NotRefundable" },
  },
}
const server = new Server({ name: "shop", version: "1.0.0" }, { capabilities: { tools: {} } })
server.setRequestHandler(ListToolsRequestSchema, () => ({
  tools: Object.keys(answers).map((name) => ({ name, inputSchema: { type: "object" }, outputSchema })),
}))
server.setRequestHandler(CallToolRequestSchema, ({ params }) => answers[params.name])
const client = new Client({ name: "assistant", version: "1.0.0" })
const [one, other] = InMemoryTransport.createLinkedPair()
await Promise.all([server.connect(one), client.connect(other)])
await client.listTools()
for (const name of Object.keys(answers))
  console.log(
    name,
    await client.callTool({ name, arguments: {} }).then(
      ({ isError, content }) => `arrives: isError ${isError}, ${content[0].text}`,
      (error) => `throws ${error.constructor.name} ${error.code}`,
    ),
  )
await client.close()
JS

echo "@modelcontextprotocol/sdk $VERSION"
seen=$(node look.mjs)
echo "$seen"
[ "$seen" = "told_in_text arrives: isError true, NotRefundable
told_as_data throws McpError -32602" ] || { echo "changed"; exit 1; }
echo "as described: the reason of a failure arrives as text, and as data it is refused"

// The official client of the handshake revisions, @modelcontextprotocol/sdk.
import { UnauthorizedError } from "@modelcontextprotocol/sdk/client/auth.js";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { converse } from "./conversation.mjs";
import { listAndCall } from "./journey.mjs";

const library = {
  newClient: () => new Client({ name: "journey", version: "1.0.0" }),
  newTransport: (url, options) => new StreamableHTTPClientTransport(url, options),
  isUnauthorized: (error) => error instanceof UnauthorizedError,
  redeem: (transport, answer) => transport.finishAuth(answer.get("code"), answer.get("iss") ?? undefined),
  callTool: (client, call, options) => client.callTool(call, undefined, options),
  revision: (_, transport) => transport.protocolVersion,
};

await converse((task) => listAndCall(task, library));

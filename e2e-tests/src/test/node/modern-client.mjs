// The official client of both eras, @modelcontextprotocol/client. `auto` asks for the newest
// revision first and falls back to the handshake; a revision as mode pins it.
import {
  Client,
  StreamableHTTPClientTransport,
  UnauthorizedError,
} from "@modelcontextprotocol/client";
import { converse } from "./conversation.mjs";
import { listAndCall } from "./journey.mjs";

const library = (task) => ({
  newClient: () =>
    new Client(
      { name: "journey", version: "1.0.0" },
      { versionNegotiation: { mode: task.mode ?? "auto" } },
    ),
  newTransport: (url, options) => new StreamableHTTPClientTransport(url, options),
  isUnauthorized: (error) => error instanceof UnauthorizedError,
  redeem: (transport, answer) => transport.finishAuth(answer),
  callTool: (client, call, options) => client.callTool(call, options),
  revision: (client) => client.getNegotiatedProtocolVersion(),
});

await converse((task) => listAndCall(task, library(task)));

// Serves a server that talks over its standard streams as Streamable HTTP, and at /sse as HTTP+SSE, a process of it for each
// session: node stdio-bridge.mjs SCRIPT [ARGUMENT...]. Messages pass as they are.
import { randomUUID } from "node:crypto";
import { createServer } from "node:http";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { SSEServerTransport } from "@modelcontextprotocol/sdk/server/sse.js";
import { StreamableHTTPServerTransport } from "@modelcontextprotocol/sdk/server/streamableHttp.js";

const [script, ...rest] = process.argv.slice(2);
const sessions = new Map();

async function join(outer) {
  const inner = new StdioClientTransport({ command: process.execPath, args: [script, ...rest] });
  // An answer goes to the stream of its request, everything else to the session's own.
  inner.onmessage = (message) =>
    outer.send(message, { relatedRequestId: message.method ? undefined : message.id });
  outer.onmessage = (message) => inner.send(message);
  inner.onclose = () => outer.close();
  outer.onclose = () => {
    sessions.delete(outer.sessionId);
    inner.close();
  };
  await inner.start();
  await outer.start();
  return outer;
}

function streamable() {
  const outer = new StreamableHTTPServerTransport({
    sessionIdGenerator: randomUUID,
    onsessioninitialized: (id) => sessions.set(id, outer),
  });
  return join(outer);
}

createServer(async (request, response) => {
  const url = new URL(request.url, "http://127.0.0.1");
  if (url.pathname === "/sse") {
    const outer = new SSEServerTransport("/message", response);
    sessions.set(outer.sessionId, outer);
    await join(outer);
  } else if (url.pathname === "/message") {
    await sessions.get(url.searchParams.get("sessionId")).handlePostMessage(request, response);
  } else {
    const session = sessions.get(request.headers["mcp-session-id"]) ?? (await streamable());
    await session.handleRequest(request, response);
  }
}).listen(0);

// Stands in front of a gateway for clients that cannot send a bearer token: adds it to every request
// and passes all else on as it came, byte by byte and event by event. Its own address in Host and
// Origin becomes the gateway's, as behind any proxy (AUTHORITY, where TARGET is another proxy); every
// other value is the client's business.
import { createServer, request as send } from "node:http";
import { pipeline } from "node:stream";

const target = new URL(process.env.TARGET);
const authority = process.env.AUTHORITY ?? target.host;

function translated(value, own) {
  return value?.replace(new RegExp(`^(http://)?(localhost|127\\.0\\.0\\.1):${own}$`), `$1${authority}`);
}

createServer((request, response) => {
  const own = request.socket.localPort;
  const { host, origin, ...headers } = request.headers;
  const onward = send(target, {
    method: request.method,
    headers: {
      ...headers,
      host: translated(host, own),
      ...(origin && { origin: translated(origin, own) }),
      authorization: `Bearer ${process.env.BEARER}`,
    },
  });
  onward.on("response", (answer) => {
    response.writeHead(answer.statusCode, answer.headers);
    response.flushHeaders();
    pipeline(answer, response, () => {});
  });
  onward.on("error", () => response.destroy());
  response.on("close", () => onward.destroy());
  pipeline(request, onward, () => {});
}).listen(0);

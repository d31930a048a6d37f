// Stands in front of several replicas, as an edge without any memory would: every request goes to one
// that is picked at random, and to another only where nobody is there. Adds a bearer token, for clients
// that cannot send one, and passes all else on as it came, event by event.
import { createServer, request as send } from "node:http";
import { pipeline } from "node:stream";

const targets = process.env.TARGETS.split(",").map((target) => new URL(target));

function inRandomOrder() {
  return targets
    .map((target) => ({ target, order: Math.random() }))
    .sort((a, b) => a.order - b.order)
    .map(({ target }) => target);
}

function translated(value, own, target) {
  return value?.replace(new RegExp(`^(http://)?(localhost|127\\.0\\.0\\.1):${own}$`), `$1${target.host}`);
}

function pass(request, body, response, [target, ...others]) {
  const own = request.socket.localPort;
  const { host, origin, ...headers } = request.headers;
  const onward = send(new URL(request.url, target), {
    method: request.method,
    agent: false,
    headers: {
      ...headers,
      host: translated(host, own, target),
      ...(origin && { origin: translated(origin, own, target) }),
      authorization: `Bearer ${process.env.BEARER}`,
    },
  });
  onward.on("response", (answer) => {
    response.writeHead(answer.statusCode, answer.headers);
    response.flushHeaders();
    pipeline(answer, response, () => {});
  });
  onward.on("error", (error) => {
    if (error.code === "ECONNREFUSED" && others.length > 0) {
      pass(request, body, response, others);
    } else {
      response.destroy();
    }
  });
  response.on("close", () => onward.destroy());
  onward.end(body);
}

createServer(async (request, response) => {
  try {
    pass(request, Buffer.concat(await request.toArray()), response, inRandomOrder());
  } catch {
    response.destroy();
  }
}).listen(0);

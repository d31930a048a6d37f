// One client process talks with the test over its standard streams, one JSON document a line. The
// test sends the task; the client answers with what it saw. When a person has to approve something
// in a browser, the client asks {"open": url} and is told the address the browser was sent back to.
import { createInterface } from "node:readline";

const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();

async function receive() {
  const { value, done } = await lines.next();
  if (done) {
    process.exit(3);
  }
  return JSON.parse(value);
}

function send(message) {
  process.stdout.write(`${JSON.stringify(message)}\n`);
}

/** Opens the URL in the person's browser; resolves to the redirect URI with its parameters. */
export async function openInBrowser(url) {
  send({ open: url.href });
  return new URL((await receive()).redirectedTo);
}

/** Runs the journey with the task from the test and reports its result or the error it met. */
export async function converse(journey) {
  try {
    send({ result: await journey(await receive()) });
    process.exit(0);
  } catch (error) {
    send({ error: `${error?.stack ?? error}` });
    process.exit(1);
  }
}

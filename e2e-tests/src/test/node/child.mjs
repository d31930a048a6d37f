// Preloaded into servers that a test starts: they listen on loopback only, on a port the system
// chooses and the first line of output names, and end when the test's process does.
import { Server } from "node:net";

const listen = Server.prototype.listen;
Server.prototype.listen = function () {
  this.once("listening", () => console.log(JSON.stringify({ port: this.address().port })));
  return listen.call(this, { host: "127.0.0.1", port: 0 });
};
process.stdin.resume().on("end", () => process.exit(0)).on("error", () => process.exit(0));

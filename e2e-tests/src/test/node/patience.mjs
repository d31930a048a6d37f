// Preloaded into the conformance suite, which gives a server half a second here and there; a busy
// machine does not keep that. What is asked stays the same, only every short wait is longer.
const FACTOR = 3;
const LONGEST_MILLIS = 2000;

const { setTimeout } = globalThis;
globalThis.setTimeout = (run, millis = 0, ...rest) =>
  setTimeout(run, millis <= LONGEST_MILLIS ? millis * FACTOR : millis, ...rest);

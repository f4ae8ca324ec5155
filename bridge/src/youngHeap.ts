import { setFlagsFromString } from 'node:v8';

/**
 * Keeps the part of the heap for new objects at the size it starts with, 1 MiB a half. V8 lets it grow up to 64 MiB
 * a half under a steady load; then a collection, though rare, takes tens of milliseconds, in which no call gets a
 * frame, and the memory is never given back. A frame of audio leaves some 300 bytes behind and nothing that lives
 * on, so that small collections cost less than a millisecond and hardly more in all (bench/RESULTS.md).
 *
 * To be imported before all else, since loading the modules is what makes it grow first. Whoever sets a size with
 * Node's own option has the last word.
 */
const isSetByHand = [...process.execArgv, process.env.NODE_OPTIONS ?? ''].some((option) =>
  /semi[-_]space/.test(option),
);
if (!isSetByHand) setFlagsFromString('--semi-space-growth-factor=1');

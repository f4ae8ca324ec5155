import { setFlagsFromString } from 'node:v8';

/**
 * How V8 is set for a process in which hundreds of people are on the phone. To be imported before all else, since
 * loading the modules is what makes memory grow first. Whoever sets the same with Node's own options has the last word.
 */
const byHand = [...process.execArgv, process.env.NODE_OPTIONS ?? ''].join(' ');

/**
 * Keeps the part of the heap for new objects at the size it starts with, 1 MiB a half. V8 lets it grow up to 64 MiB
 * a half under a steady load; then a collection, though rare, takes tens of milliseconds, in which no call gets a
 * frame, and the memory is never given back. A frame of audio leaves some 300 bytes behind and nothing that lives
 * on, so that small collections cost less than a millisecond and hardly more in all (bench/RESULTS.md).
 */
if (!/semi[-_]space/.test(byHand)) setFlagsFromString('--semi-space-growth-factor=1');

/**
 * Leaves out the compiler between the first and the last one. What sets up calls gets warm all at once, after some
 * hundred calls, and is then compiled all at once: 15 to 25 MiB that the allocator never gives back, a third of what
 * 600 calls take. Frames cost the same without it, as their code soon reaches the last compiler.
 */
if (!/maglev/.test(byHand)) setFlagsFromString('--no-maglev');

// Loaded into the service under test before it starts: answers each message of the parent with the memory in use,
// garbage collected. The service itself knows nothing of it.
process.on('message', () => {
  for (let round = 0; round < 3; round += 1) globalThis.gc?.();
  const { rss, heapUsed, external } = process.memoryUsage();
  const pool = Object.keys(require.cache).find((file) => /relay.blockPool\.js$/.test(file));
  const blocks = require(pool).audioBlocks.taken;
  process.send({ rss, used: heapUsed + external, blocks });
});
// The channel alone must not keep the process alive.
process.channel.unref();

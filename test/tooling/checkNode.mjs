// Every npm script that matters runs this first. n8n 2.41 needs Node 24; the development dependency `node`
// brings it, but only if its install script was allowed to run.
const major = Number(process.versions.node.split('.')[0]);
if (major < 24) {
  console.error(
    `Node ${process.versions.node} is running this script, but Node 24 or newer is needed. ` +
      'Fix: run "npm ci" with install scripts enabled (no --ignore-scripts), or put Node 24 first on PATH.',
  );
  process.exit(1);
}

// Loaded into n8n (node --require) by the harness. When the process that started n8n is gone, even by a kill
// that let it say nothing, the pipe to standard input ends, and n8n shuts down instead of living on unseen.
// Worker threads load this file too, but have a standard input of their own that ends at once.
if (require('node:worker_threads').isMainThread) {
  const shutDown = () => {
    process.kill(process.pid, 'SIGTERM');
    // Nobody reads its log any more, and n8n can be busy for ever with the errors of writing it.
    setTimeout(() => process.kill(-process.pid, 'SIGKILL'), 5_000).unref();
  };
  process.stdin.on('end', shutDown).on('error', shutDown);
  process.stdin.resume();
  process.stdin.unref?.();
}

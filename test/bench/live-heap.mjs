// Goes along with a process that is measured (`--expose-gc --import`): what is alive in its heap, told when it is asked.
process.on('message', (message) => {
  if (message !== 'live heap') return;
  globalThis.gc();
  process.send({ liveHeapBytes: process.memoryUsage().heapUsed });
});

/**
 * Gives a function whose `calls`th call stops this process in its tracks, until it is killed or sent SIGCONT. So a test that kills it need not be quicker
 * than its work: it never gets far. The other calls do nothing.
 */
export function standStillAfter(calls: number): () => void {
  let left = calls;
  return () => {
    left -= 1;
    if (left === 0) process.kill(process.pid, 'SIGSTOP');
  };
}

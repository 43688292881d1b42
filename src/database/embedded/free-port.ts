import { createServer } from 'node:net';

/** Whether a server could listen on this TCP port of 127.0.0.1 now; 0 asks for any port. Answers the port, or undefined when it is taken. */
function tryPort(port: number): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) => {
      if (port !== 0 && (error.code === 'EADDRINUSE' || error.code === 'EACCES')) resolve(undefined);
      else reject(new Error(`cannot listen on 127.0.0.1:${port}: ${error.message}`));
    });
    probe.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : undefined));
    });
  });
}

/** The wished TCP port of 127.0.0.1 when it is free, else any free one. Someone may still take it before it is used: be ready to ask again. */
export async function freePort(wished?: number): Promise<number> {
  const port = (wished ? await tryPort(wished) : undefined) ?? (await tryPort(0));
  if (port === undefined) throw new Error('no free TCP port on 127.0.0.1');
  return port;
}

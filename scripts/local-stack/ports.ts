import { createServer } from 'node:net';

/** The first free one of the candidates, or any free port. */
export async function choosePort(candidates: readonly (number | undefined)[]): Promise<number> {
  for (const candidate of candidates) {
    if (candidate !== undefined && (await tryListen(candidate)) !== undefined) return candidate;
  }
  const port = await tryListen(0);
  if (port === undefined) throw new Error('The system has no free port to give');
  return port;
}

/** The port that was listened on for a moment, on every address; undefined when it is taken. */
function tryListen(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(undefined));
    server.listen({ port, host: '0.0.0.0', exclusive: true }, () => {
      const address = server.address();
      const chosen = typeof address === 'object' && address !== null ? address.port : undefined;
      server.close(() => resolve(chosen));
    });
  });
}

import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/**
 * Where ports are looked for: below those that systems give to connections that go out (from 32768 on Linux, from 49152 elsewhere).
 * So what stops for a moment finds its port again, and nobody has connected from it meanwhile.
 */
const FIRST_PORT = 20_000;
const LAST_PORT = 31_999;
const TRIES = 50;

/** The first free one of the candidates, or any free port. */
export async function choosePort(candidates: readonly (number | undefined)[]): Promise<number> {
  for (const candidate of candidates) {
    if (candidate !== undefined && (await tryListen(candidate)) !== undefined) return candidate;
  }
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const port = await tryListen(randomInt(FIRST_PORT, LAST_PORT + 1));
    if (port !== undefined) return port;
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

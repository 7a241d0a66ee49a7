import { Agent, request } from 'node:http';

export interface Target {
  readonly port: number;
  readonly path: string;
  /** What the nth request says: its headers and its body. */
  readonly message: (n: number) => { readonly headers: Record<string, string>; readonly body: string };
}

export interface Measured {
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly failed: number;
}

/** Keeps `callers` requests in flight for `seconds` and measures each from the moment it was sent. */
export async function load(target: Target, callers: number, seconds: number): Promise<Measured> {
  const agent = new Agent({ keepAlive: true, maxSockets: callers });
  const [took, counts] = [[] as number[], { sent: 0, failed: 0 }];
  const startedAt = performance.now();
  const end = startedAt + seconds * 1000;
  const caller = async (): Promise<void> => {
    while (performance.now() < end) {
      const sentAt = performance.now();
      counts.sent += 1;
      const status = await send(agent, target, counts.sent);
      took.push(performance.now() - sentAt);
      if (status !== 201) counts.failed += 1;
    }
  };
  await Promise.all(Array.from({ length: callers }, caller));
  const elapsedSeconds = (performance.now() - startedAt) / 1000;
  agent.destroy();
  took.sort((a, b) => a - b);
  const at = (share: number): number => took[Math.min(took.length - 1, Math.floor(took.length * share))] ?? 0;
  return { perSecond: took.length / elapsedSeconds, p50Ms: at(0.5), p99Ms: at(0.99), failed: counts.failed };
}

function send(agent: Agent, { port, path, message }: Target, n: number): Promise<number> {
  const { headers, body } = message(n);
  return new Promise((resolve, reject) => {
    const sent = request(
      {
        ...{ agent, port, path, host: '127.0.0.1', method: 'POST' },
        headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body), ...headers },
      },
      (response) => {
        response.resume().on('end', () => resolve(response.statusCode ?? 0));
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });
}

import { createServer, type Server } from 'node:net';
import type { AddressInfo } from 'node:net';
import { Connections } from '../../bench/connections.ts';
import { drive } from '../../bench/drive.ts';
import { judge } from '../../bench/targets.ts';
import { medianOf, type Measured } from '../../bench/stats.ts';

const STALL_MS = 120;

function stall(): void {
  const end = performance.now() + STALL_MS;
  while (performance.now() < end);
}

function measured(perSecond: number, failed = 0): Measured {
  return { perSecond, p50Ms: 1, p99Ms: 2, failed, nodeMicros: undefined, postgresMicros: 10 };
}

describe('the bench', () => {
  it('charges a stall to everybody who was due meanwhile', async () => {
    let sent = 0;
    const send = async (): Promise<number> => {
      sent += 1;
      if (sent === 20) stall();
      return 1;
    };
    const edges: string[] = [];
    const window = { warmUpSeconds: 0, seconds: 0.3 };
    const driven = await drive(send, { perSecond: 1000 }, window, (edge) => edges.push(edge));
    expect(driven.p99Ms).toBeGreaterThan(STALL_MS / 2);
    expect(driven.posted).toBe(sent);
    expect(edges).toEqual(['opened', 'closed']);
  });

  it('counts a failure as one, and never as a transfer', async () => {
    let sent = 0;
    const send = async (): Promise<number> => {
      const posted = sent % 2;
      sent += 1;
      await new Promise((resolve) => setImmediate(resolve));
      return posted;
    };
    const driven = await drive(send, { callers: 4 }, { warmUpSeconds: 0.05, seconds: 0.1 }, () => undefined);
    expect(driven.posted + driven.failed).toBe(sent);
    expect(driven.failed).toBe(Math.ceil(sent / 2));
    expect(driven.transfers).toBeLessThanOrEqual(driven.posted);
  });

  it('takes the median of the runs and the sum of their failures', () => {
    expect(medianOf([measured(30), measured(10, 1), measured(20, 2)])).toEqual({ ...measured(20), failed: 3 });
    expect(medianOf([measured(10), measured(20)]).perSecond).toBe(10);
  });

  it('judges what was measured, and says what was not', () => {
    const empty = new Map([
      ['poster-uniform-64', measured(3000)],
      ['pgbench-statements-uniform', measured(1000)],
      ['pgbench-call-uniform', measured(3000)],
    ]);
    const [first, second, third] = judge({ empty, loaded: new Map(), filled: undefined });
    expect(first).toMatchObject({ found: 3, met: true });
    expect(second).toMatchObject({ found: 1, met: false });
    expect(third?.met).toBeUndefined();
  });
});

describe('a connection of the generator', () => {
  let server: Server;

  afterEach(() => new Promise((resolve) => server.close(resolve)));

  async function serve(pieces: readonly string[]): Promise<number> {
    server = createServer((socket) =>
      socket.setNoDelay().on('data', () => {
        for (const piece of pieces) socket.write(piece);
      }),
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return (server.address() as AddressInfo).port;
  }

  it('reads answers that come in pieces, one after another', async () => {
    const port = await serve(['HTTP/1.1 201 Created\r\nContent-', 'Length: 5\r\n\r\nhe', 'llo']);
    const connections = await Connections.open(port, 1);
    const both = await Promise.all([connections.send(() => 'one'), connections.send(() => 'two')]);
    expect(both).toEqual([
      { status: 201, body: 'hello' },
      { status: 201, body: 'hello' },
    ]);
    connections.close();
  });
});

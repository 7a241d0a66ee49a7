import { EventEmitter, once } from 'node:events';
import { Writable } from 'node:stream';
import fastify, { type FastifyInstance } from 'fastify';
import { pino, type LoggerOptions } from 'pino';
import type { Config } from '../config/index.ts';
import { loggerParams } from './logging.ts';
import { followRequests } from './request-context.ts';
import { logRequests } from './request-lines.ts';

describe('the log of requests', () => {
  let app: FastifyInstance;
  let address: string;
  let lines: Record<string, unknown>[];
  const written = new EventEmitter();

  async function start(logLevel: string): Promise<void> {
    lines = [];
    const sink = new Writable({
      write(chunk: Buffer, _encoding, done) {
        const line = JSON.parse(chunk.toString()) as Record<string, unknown>;
        lines.push(line);
        written.emit(String(line['msg']), line);
        done();
      },
    });
    const logger = pino(loggerParams({ logLevel } as Config).pinoHttp as LoggerOptions, sink);
    app = fastify({ genReqId: () => 'request-1' });
    logRequests(app, logger);
    followRequests(app);
    app.post('/pay', async () => {
      logger.warn('in the handler');
      return {};
    });
    app.get('/health/live', () => ({}));
    app.get('/broken', (_request, reply) => reply.code(503).send());
    app.get('/slow', () => once(app.server, 'close'));
    address = await app.listen({ port: 0, host: '127.0.0.1' });
  }

  async function line(msg: string): Promise<Record<string, unknown>> {
    const found = lines.find((one) => one['msg'] === msg);
    return found ?? ((await once(written, msg)) as [Record<string, unknown>])[0];
  }

  const pay = (): Promise<Response> =>
    fetch(`${address}/pay?secret=hidden`, {
      method: 'POST',
      body: '{"amount":1}',
      headers: { 'content-type': 'application/json' },
    });

  afterEach(() => app.close());

  it('has one line a request, with its path, its status and how long it took', async () => {
    await start('info');
    await pay();
    expect(await line('request completed')).toMatchObject({
      level: 'info',
      requestId: 'request-1',
      req: { method: 'POST', path: '/pay', remoteAddress: '127.0.0.1' },
      res: { statusCode: 200 },
      durationMs: expect.any(Number) as number,
    });
    expect(JSON.stringify(lines)).not.toContain('hidden');
  });

  it('names the request in what a handler says, also after a body was read', async () => {
    await start('info');
    await pay();
    expect(await line('in the handler')).toMatchObject({ requestId: 'request-1' });
  });

  it('tells of a failure at a level that leaves out the rest', async () => {
    await start('warn');
    await fetch(`${address}/broken`);
    expect(await line('request errored')).toMatchObject({ level: 'error', res: { statusCode: 503 } });
    await pay();
    await line('in the handler');
    expect(lines.filter(({ msg }) => msg === 'request completed')).toEqual([]);
  });

  it('tells of a client that left', async () => {
    await start('info');
    const leaving = new AbortController();
    const asked = fetch(`${address}/slow`, { signal: leaving.signal });
    await once(app.server, 'request');
    leaving.abort();
    await expect(asked).rejects.toThrow();
    expect(await line('request aborted')).toMatchObject({ req: { path: '/slow' } });
  });

  it('leaves out the probes', async () => {
    await start('info');
    await fetch(`${address}/health/live`);
    await pay();
    await line('request completed');
    expect(lines.filter(({ msg }) => msg === 'request completed')).toHaveLength(1);
  });
});

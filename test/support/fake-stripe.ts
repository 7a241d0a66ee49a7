import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import Stripe from 'stripe';
import { FakeStripeBooks } from './fake-stripe-books.ts';
import { StripeRefusal, type Params } from './stripe-refusal.ts';

export const WEBHOOK_SECRETS = ['whsec_new', 'whsec_old'] as const;

/** What goes wrong with the next calls whose method and path end like this: before they are done, after, or instead of being done. */
export interface Fault {
  readonly path: string;
  readonly how: 'lost on the way' | 'lost on the way back' | 'server error';
  times: number;
}

/** Stripe on loopback, as far as we use it: form-encoded requests, idempotency keys, and its errors. */
export class FakeStripe {
  readonly books = new FakeStripeBooks();
  readonly requests: string[] = [];
  faults: Fault[] = [];
  private readonly answered = new Map<string, { status: number; body: unknown }>();

  private constructor(private readonly server: Server) {
    server.on('request', (request: IncomingMessage, response: ServerResponse) => void this.serve(request, response));
  }

  static async start(): Promise<FakeStripe> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new FakeStripe(server);
  }

  get environment(): Record<string, string> {
    const { port } = this.server.address() as AddressInfo;
    return {
      PAYMENT_PROVIDER: 'stripe',
      STRIPE_SECRET_KEY: 'sk_test_made_up',
      STRIPE_WEBHOOK_SECRETS: WEBHOOK_SECRETS.join(','),
      STRIPE_API_HOST: `http://127.0.0.1:${port}`,
      PAYMENT_RETURN_URL: 'https://app.example/payments',
    };
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  /** As Stripe does after a day. */
  forgetKeys(): void {
    this.answered.clear();
  }

  /** An event as Stripe sends it: its text, and its signature. */
  event(
    object: object,
    { id = `evt_${randomUUID()}`, secret = 'whsec_new', at = new Date(), type = 'payment_intent.succeeded' } = {},
  ) {
    const payload = JSON.stringify({ id, object: 'event', type, data: { object } });
    const timestamp = Math.floor(at.getTime() / 1_000);
    return { payload, signature: Stripe.webhooks.generateTestHeaderString({ payload, secret, timestamp }) };
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://stripe');
    const params = paramsOf(request.method === 'GET' ? searchParams : new URLSearchParams(await textOf(request)));
    this.requests.push(`${request.method} ${pathname}`);
    const fault = this.faults.find(({ path, times }) => `${request.method} ${pathname}`.endsWith(path) && times > 0);
    if (fault) fault.times -= 1;
    if (fault?.how === 'lost on the way') return void request.socket.destroy();
    if (fault?.how === 'server error') return send(response, 500, { error: { type: 'api_error', message: 'down' } });
    const key = request.headers['idempotency-key'];
    const { status, body } = this.once(key === undefined ? undefined : String(key), () =>
      this.books.handle(request.method ?? 'GET', pathname.replace('/v1', ''), params),
    );
    if (fault) return void request.socket.destroy();
    send(response, status, body);
  }

  private once(key: string | undefined, handle: () => unknown): { status: number; body: unknown } {
    const earlier = key === undefined ? undefined : this.answered.get(key);
    if (earlier) return earlier;
    const answer = answerOf(handle);
    if (key !== undefined) this.answered.set(key, answer);
    return answer;
  }
}

function answerOf(handle: () => unknown): { status: number; body: unknown } {
  try {
    return { status: 200, body: structuredClone(handle()) };
  } catch (error) {
    if (!(error instanceof StripeRefusal)) throw error;
    const { type, code, message } = error;
    return { status: type === 'card_error' ? 402 : 400, body: { error: { type, code, message } } };
  }
}

function paramsOf(search: URLSearchParams): Params {
  return Object.fromEntries(search);
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

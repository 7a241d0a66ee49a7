import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';

interface Entry {
  readonly Id: string;
  readonly MessageBody: string;
  readonly MessageAttributes?: Readonly<Record<string, { readonly StringValue: string }>>;
  readonly MessageDeduplicationId?: string;
}

/** AWS SQS on loopback, as far as we use it: the JSON protocol's SendMessageBatch. */
export class FakeSqs {
  /** What it took, in order. */
  readonly taken: Entry[] = [];
  /** How many were in each call. */
  readonly calls: number[] = [];
  away = false;
  /** Whether it takes a message. */
  takes: (body: string) => boolean = () => true;

  private constructor(private readonly server: Server) {
    server.on('request', (request: IncomingMessage, response: ServerResponse) => void this.serve(request, response));
  }

  static async start(): Promise<FakeSqs> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new FakeSqs(server);
  }

  /** The environment of an application that sends to the queue of this name. */
  environment(name: string): Record<string, string> {
    const { port } = this.server.address() as AddressInfo;
    return { AUDIT_SQS_QUEUE_URL: `http://127.0.0.1:${port}/000000000000/${name}` };
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { Entries } = (await json(request)) as { Entries: Entry[] };
    this.calls.push(Entries.length);
    const [status, body] = this.away ? [503, { __type: 'ServiceUnavailable' }] : [200, this.answer(Entries)];
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' }).end(JSON.stringify(body));
  }

  private answer(entries: readonly Entry[]): object {
    const good = entries.filter(({ MessageBody }) => this.takes(MessageBody));
    this.taken.push(...good);
    const Successful = good.map(({ Id, MessageBody }) => ({
      Id,
      MessageId: Id,
      MD5OfMessageBody: createHash('md5').update(MessageBody).digest('hex'),
    }));
    const bad = entries.filter((entry) => !good.includes(entry));
    return { Successful, Failed: bad.map(({ Id }) => ({ Id, Code: 'InvalidMessageContents', SenderFault: true })) };
  }
}

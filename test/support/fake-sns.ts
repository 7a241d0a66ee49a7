import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export type SnsMood = 'takes it' | 'refuses the number' | 'is throttled';

const ANSWERS: Readonly<Record<SnsMood, readonly [number, string]>> = {
  'takes it': [200, '<PublishResponse><PublishResult><MessageId>1</MessageId></PublishResult></PublishResponse>'],
  'refuses the number': [
    400,
    error('InvalidParameter', 'Invalid parameter: PhoneNumber Reason: +12125550123 is not valid'),
  ],
  'is throttled': [400, error('Throttled', 'Rate exceeded for +12125550123')],
};

/** AWS SNS on loopback, as far as we use it: the query protocol's Publish. */
export class FakeSns {
  /** What it took or refused, in order. */
  readonly published: Readonly<Record<string, string>>[] = [];
  mood: SnsMood = 'takes it';

  private constructor(private readonly server: Server) {
    server.on('request', (request: IncomingMessage, response: ServerResponse) => void this.serve(request, response));
  }

  static async start(): Promise<FakeSns> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new FakeSns(server);
  }

  get environment(): Record<string, string> {
    const { port } = this.server.address() as AddressInfo;
    return { SMS_PROVIDER: 'sns', SNS_ENDPOINT: `http://127.0.0.1:${port}`, SNS_SENDER_ID: 'Trivet' };
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.published.push(Object.fromEntries(new URLSearchParams(await text(request))));
    const [status, body] = ANSWERS[this.mood];
    response.writeHead(status, { 'content-type': 'text/xml' }).end(body);
  }
}

function error(code: string, message: string): string {
  return `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`;
}

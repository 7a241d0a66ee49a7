import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

const TARGET = 'DynamoDB_20120810.TransactWriteItems';
const CONFLICT = JSON.stringify({
  __type: 'com.amazonaws.dynamodb.v20120810#TransactionCanceledException',
  Message: 'Transaction cancelled, please refer cancellation reasons for specific reasons [None, TransactionConflict]',
  CancellationReasons: [
    { Code: 'None' },
    { Code: 'TransactionConflict', Message: 'Transaction is ongoing for the item' },
  ],
});

/**
 * Stands between the application and DynamoDB, and answers some transactions with the conflict that DynamoDB answers when another transaction
 * has the same item in hand. The emulator runs transactions one after the other and never does that by itself.
 */
export class ConflictingDynamoDb {
  /** How many of the next transactions meet a conflict. */
  conflictsToCome = 0;
  conflicts = 0;
  private readonly server = createServer((incoming, outgoing) => this.answer(incoming, outgoing));

  constructor(private readonly upstream: URL) {}

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }

  private answer(incoming: IncomingMessage, outgoing: ServerResponse): void {
    if (incoming.headers['x-amz-target'] === TARGET && this.conflictsToCome > 0) {
      this.conflictsToCome -= 1;
      this.conflicts += 1;
      incoming.resume();
      outgoing.writeHead(400, { 'content-type': 'application/x-amz-json-1.0' }).end(CONFLICT);
      return;
    }
    const { hostname, port } = this.upstream;
    const { method, url: path, headers } = incoming;
    const forwarded = request({ hostname, port, method, path, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(outgoing);
    });
    forwarded.on('error', () => outgoing.destroy());
    incoming.pipe(forwarded);
  }
}

import { createCipheriv, createDecipheriv, randomBytes, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

interface Asked {
  readonly KeyId?: string;
  readonly CiphertextBlob?: string;
  readonly Plaintext?: string;
  readonly EncryptionContext?: Record<string, string>;
}

class KmsRefusal extends Error {
  constructor(readonly type: string) {
    super(type);
  }
}

/** AWS KMS on loopback, as far as we use it: data keys of a master key that it keeps, and their encryption context. */
export class FakeKms {
  readonly calls: string[] = [];
  /** So many of the next calls fail like this. */
  failing = { times: 0, status: 500, type: 'KMSInternalException' };
  /** What other names mean. */
  readonly aliases = new Map<string, string>();
  private readonly masters = new Map<string, Buffer>();

  private constructor(private readonly server: Server) {
    server.on('request', (request: IncomingMessage, response: ServerResponse) => void this.serve(request, response));
  }

  static async start(): Promise<FakeKms> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new FakeKms(server);
  }

  get endpoint(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Another master key. */
  createKey(): string {
    const arn = `arn:aws:kms:us-east-1:000000000000:key/${randomUUID()}`;
    this.masters.set(arn, randomBytes(32));
    return arn;
  }

  deleteKey(arn: string): void {
    this.masters.delete(arn);
  }

  stop(): Promise<void> {
    return new Promise((resolve) => {
      this.server.close(() => resolve());
      this.server.closeAllConnections();
    });
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const operation = String(request.headers['x-amz-target']).split('.')[1] ?? '';
    const answer = (status: number, body: object): void => {
      response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(body));
    };
    this.calls.push(operation);
    if (this.failing.times > 0) {
      this.failing.times -= 1;
      answer(this.failing.status, { __type: this.failing.type });
      return;
    }
    try {
      answer(200, this.do(operation, JSON.parse(Buffer.concat(chunks).toString('utf8')) as Asked));
    } catch (error) {
      answer(400, { __type: error instanceof KmsRefusal ? error.type : 'ValidationException' });
    }
  }

  private do(operation: string, { KeyId: name = '', CiphertextBlob = '', ...asked }: Asked): object {
    const { Plaintext = '', EncryptionContext = {} } = asked;
    const KeyId = this.aliases.get(name) ?? name;
    const master = this.masters.get(KeyId);
    if (!master) throw new KmsRefusal('NotFoundException');
    if (operation === 'DescribeKey') return { KeyMetadata: { KeyId: KeyId.split('/')[1], Arn: KeyId } };
    const context = Buffer.from(JSON.stringify(EncryptionContext));
    if (operation === 'Encrypt')
      return { KeyId, CiphertextBlob: wrappedWith(master, Buffer.from(Plaintext, 'base64'), context) };
    if (operation === 'GenerateDataKey') {
      const key = randomBytes(32);
      return { KeyId, Plaintext: key.toString('base64'), CiphertextBlob: wrappedWith(master, key, context) };
    }
    if (operation !== 'Decrypt') throw new KmsRefusal('UnknownOperationException');
    const bytes = Buffer.from(CiphertextBlob, 'base64');
    try {
      const decipher = createDecipheriv('aes-256-gcm', master, bytes.subarray(0, NONCE_BYTES))
        .setAAD(context)
        .setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
      const key = Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]);
      return { KeyId, Plaintext: key.toString('base64') };
    } catch {
      throw new KmsRefusal('InvalidCiphertextException');
    }
  }
}

function wrappedWith(master: Buffer, key: Buffer, context: Buffer): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', master, nonce).setAAD(context);
  const blob = Buffer.concat([cipher.update(key), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), blob]).toString('base64');
}

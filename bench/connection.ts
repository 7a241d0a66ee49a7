import { connect, type Socket } from 'node:net';

export interface Answer {
  readonly status: number;
  readonly body: string;
}

const HEAD_END = '\r\n\r\n';
const LENGTH = /\r\ncontent-length: *(\d+)/i;
const STATUS_AT = 'HTTP/1.1 '.length;
const STATUS_LENGTH = 3;

/**
 * One kept connection with one request under way. The generator shares the machine with what it measures, and a client
 * library costs more than the server's own HTTP; this does only what our servers need: a length, and no pipelining.
 */
export class Connection {
  private readonly socket: Socket;
  private received: Buffer = Buffer.alloc(0);
  private wantedBytes = Number.POSITIVE_INFINITY;
  private waiting: { resolve: (answer: Answer) => void; reject: (error: Error) => void } | undefined;

  private constructor(socket: Socket) {
    this.socket = socket.setNoDelay();
    socket.on('data', (chunk: Buffer) => this.take(chunk));
    socket.on('error', (error) => this.fail(error));
    socket.on('close', () => this.fail(new Error('the server closed the connection')));
  }

  static open(port: number): Promise<Connection> {
    return new Promise((resolve, reject) => {
      const socket = connect({ port, host: '127.0.0.1' });
      socket.once('connect', () => resolve(new Connection(socket))).once('error', reject);
    });
  }

  /** Sends what is already HTTP; the body must be ASCII. */
  send(request: string): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.waiting = { resolve, reject };
      this.socket.write(request, 'latin1');
    });
  }

  close(): void {
    this.socket.removeAllListeners('close').end();
  }

  private take(chunk: Buffer): void {
    this.received = this.received.length === 0 ? chunk : Buffer.concat([this.received, chunk]);
    if (this.wantedBytes === Number.POSITIVE_INFINITY) this.wantedBytes = lengthOf(this.received);
    if (this.received.length < this.wantedBytes) return;
    const text = this.received.toString('latin1');
    const status = Number(text.slice(STATUS_AT, STATUS_AT + STATUS_LENGTH));
    const { waiting } = this;
    this.received = Buffer.alloc(0);
    this.wantedBytes = Number.POSITIVE_INFINITY;
    this.waiting = undefined;
    waiting?.resolve({ status, body: text.slice(text.indexOf(HEAD_END) + HEAD_END.length) });
  }

  private fail(error: Error): void {
    this.waiting?.reject(error);
    this.waiting = undefined;
  }
}

/** Of the whole answer; without limit until its head is there. */
function lengthOf(received: Buffer): number {
  const headEnd = received.indexOf(HEAD_END);
  if (headEnd < 0) return Number.POSITIVE_INFINITY;
  const head = received.toString('latin1', 0, headEnd);
  const length = LENGTH.exec(head)?.[1];
  if (length === undefined) throw new Error(`an answer without a length: ${head}`);
  return headEnd + HEAD_END.length + Number(length);
}

import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

type Mode = 'open' | 'cut' | 'silent';

/** Stands between the application and a store, and can be cut, or made to swallow everything without a word. */
export class TcpProxy {
  private readonly pairs = new Set<readonly [Socket, Socket]>();
  /** How often something was sent that did not arrive, for nobody was told. */
  swallowed = 0;
  private mode: Mode = 'open';
  private trigger: string | undefined;

  private constructor(
    private readonly server: Server,
    private readonly target: URL,
  ) {}

  static async start(target: string): Promise<TcpProxy> {
    const server = createServer();
    const proxy = new TcpProxy(server, new URL(target));
    server.on('connection', (client) => proxy.accept(client));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return proxy;
  }

  /** The store's URL, with the proxy's address in the place of the store's. */
  get url(): string {
    const url = new URL(this.target);
    url.host = `127.0.0.1:${(this.server.address() as AddressInfo).port}`;
    return url.toString();
  }

  get isOpen(): boolean {
    return this.mode === 'open';
  }

  /** Resets every connection, and each new one as soon as it is made. */
  cut(): void {
    this.mode = 'cut';
    for (const pair of this.pairs) for (const socket of pair) socket.resetAndDestroy();
  }

  /** Nothing that is sent arrives any more, and nobody is told. */
  silence(): void {
    this.mode = 'silent';
  }

  /** Cuts when the application sends something that contains this text; what it sent does not arrive. */
  cutAt(text: string): void {
    this.trigger = text;
  }

  /** New connections are passed on again. Those from before are closed: what they swallowed is lost. */
  open(): void {
    this.cut();
    this.mode = 'open';
    this.trigger = undefined;
  }

  /** What comes from now on is passed on again. What was swallowed is lost, and nobody is told. */
  speak(): void {
    this.mode = 'open';
  }

  async close(): Promise<void> {
    this.cut();
    this.server.close();
    await once(this.server, 'close');
  }

  private accept(client: Socket): void {
    client.on('error', () => undefined);
    if (this.mode === 'cut') {
      client.resetAndDestroy();
      return;
    }
    const store = connect({ host: this.target.hostname, port: Number(this.target.port) });
    const pair = [client, store] as const;
    this.pairs.add(pair);
    store.on('error', () => client.destroy());
    client.on('close', () => this.forget(pair));
    store.on('close', () => this.forget(pair));
    client.on('data', (chunk) => this.forward(chunk, store));
    store.on('data', (chunk) => this.mode === 'open' && client.write(chunk));
  }

  private forward(chunk: Buffer, store: Socket): void {
    if (this.mode === 'open' && this.trigger !== undefined && chunk.includes(this.trigger)) this.cut();
    if (this.mode === 'open') store.write(chunk);
    else this.swallowed += 1;
  }

  private forget(pair: readonly [Socket, Socket]): void {
    this.pairs.delete(pair);
    for (const socket of pair) socket.destroy();
  }
}

import { Connection, type Answer } from './connection.ts';

/** So many connections to one server; who finds none free waits its turn, first come first served. */
export class Connections {
  private readonly free: Connection[];
  private readonly all: readonly Connection[];
  private readonly waiting: ((connection: Connection) => void)[] = [];
  private served = 0;

  private constructor(all: readonly Connection[]) {
    this.all = all;
    this.free = [...all];
  }

  static async open(port: number, count: number): Promise<Connections> {
    return new Connections(await Promise.all(Array.from({ length: count }, () => Connection.open(port))));
  }

  async send(request: () => string): Promise<Answer> {
    const connection = this.free.pop() ?? (await new Promise<Connection>((resolve) => this.waiting.push(resolve)));
    const answer = await connection.send(request());
    this.giveOn(connection);
    return answer;
  }

  close(): void {
    for (const connection of this.all) connection.close();
  }

  private giveOn(connection: Connection): void {
    const next = this.waiting[this.served];
    if (!next) {
      this.free.push(connection);
      return;
    }
    this.served += 1;
    if (this.served === this.waiting.length) {
      this.waiting.length = 0;
      this.served = 0;
    }
    next(connection);
  }
}

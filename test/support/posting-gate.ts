import { Client } from 'pg';

const GATE = 4_711_001;
const POLL_SECONDS = 0.01;

/** Holds up whatever is posted in a test's own database while it is shut: by no lock, so that no limit on waiting for one ends it. */
export class PostingGate {
  private constructor(private readonly client: Client) {}

  static async install(databaseUrl: string | undefined): Promise<PostingGate> {
    const client = new Client({ connectionString: databaseUrl });
    await client.connect();
    await client.query(`
      create function test_gate() returns trigger language plpgsql as $$
      begin
        while exists (select 1 from pg_locks where locktype = 'advisory' and objid = ${GATE} and granted) loop
          perform pg_sleep(${POLL_SECONDS});
        end loop;
        return null;
      end $$;
      create trigger test_gate before insert on ledger_transfer for each statement execute function test_gate()`);
    return new PostingGate(client);
  }

  async whileShut<T>(work: () => Promise<T>): Promise<T> {
    await this.client.query('select pg_advisory_lock($1)', [GATE]);
    try {
      return await work();
    } finally {
      await this.open();
    }
  }

  /** Nothing happens when it is open. */
  async open(): Promise<void> {
    await this.client.query('select pg_advisory_unlock_all()');
  }

  close(): Promise<void> {
    return this.client.end();
  }
}

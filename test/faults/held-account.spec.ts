import { Client } from 'pg';
import { type Person, World } from '../support/world.ts';
import { eventually } from './eventually.ts';
import { PATIENCE_MS } from '../support/patience.ts';

const CALLERS = 20;
const FUNDS = 1_000_000;
const ENOUGH_OTHERS = 200;

describe('an account that somebody keeps locked', () => {
  let world: World;
  let locker: Client;
  beforeAll(async () => {
    world = await World.open();
    locker = new Client({ connectionString: world.app.environment['DATABASE_OWNER_URL'] });
    await locker.connect();
  });
  afterAll(async () => {
    await locker?.end();
    await world?.close();
  });

  it('holds up those who want it, who are told to come again, and others a moment at most', async () => {
    const [payer, other] = [await world.person(), await world.person()];
    const [locked, free] = [await world.wallet(payer, FUNDS), await world.wallet(other, FUNDS)];
    const [to, elsewhere] = [await world.wallet(await world.person()), await world.wallet(await world.person())];
    const answers = { locked: [] as number[], free: [] as number[] };
    let over = false;
    const pay = async (which: 'locked' | 'free', person: Person, fromWalletId: string, toWalletId: string) => {
      const body = { fromWalletId, toWalletId, amount: 1, currency: 'INR' };
      while (!over) answers[which].push((await world.post('/transfers', person, body)).status);
    };

    await locker.query('begin');
    await locker.query('select 1 from ledger_account where id = $1 for update', [locked]);
    // One in four wants the locked one, so that most batches have somebody who does.
    const paying = Array.from({ length: CALLERS }, (_, n) =>
      n % 4 === 0 ? pay('locked', payer, locked, to) : pay('free', other, free, elsewhere),
    );
    try {
      const done = (): boolean => answers.free.length > ENOUGH_OTHERS && answers.locked.length > 0;
      await eventually('the others pay', PATIENCE_MS, done);
    } finally {
      over = true;
      await locker.query('rollback');
      await Promise.all(paying);
    }
    expect(new Set(answers.free)).toEqual(new Set([201]));
    expect(answers.locked).toContain(503);
    await world.expectSound();
  });
});

import { Presences } from '../../src/modules/presence/index.ts';
import { DAY_MS, PrivacyWorld } from '../support/privacy-world.ts';

let world: PrivacyWorld;
beforeAll(async () => {
  world = await PrivacyWorld.open();
});
afterEach(() => world.expectSound());
afterAll(() => world.close());

describe('POST /me/erasure', () => {
  it('closes the account at once, and forgets its person soon: in every store, and by destroying their key', async () => {
    const gone = await world.spent();
    const sealed = await world.postgres.prisma.userProfile.findUniqueOrThrow({ where: { userId: gone.person.id } });
    const before = await totals();
    expect((await world.ask(gone.person)).status).toBe(202);
    expect((await world.call('GET', '/me', gone.person)).status).toBe(401);
    await world.carryOut();
    await world.expectForgotten(gone);
    const key = await world.postgres.prisma.personKey.findUniqueOrThrow({ where: { userId: gone.person.id } });
    expect([key.sealedKey, key.previousKey, key.destroyedAt]).toEqual([null, null, expect.any(Date)]);
    expect(sealed.sealedDetails).toMatch(/^p\d+\./);
    expect(await totals()).toEqual(before);
    const user = await world.postgres.prisma.user.findUniqueOrThrow({ where: { id: gone.person.id } });
    expect([user.email, user.firstName, user.status]).toEqual([
      `erased-${gone.person.id}@erased.invalid`,
      'Erased',
      'deleted',
    ]);
  });

  it('lets the address be used again, by somebody new', async () => {
    const gone = await world.spent();
    await world.ask(gone.person);
    const body = { email: gone.email, password: 'Trivet-demo-2', firstName: 'Bea', lastName: 'New' };
    expect((await world.call('POST', '/auth/register', undefined, { body })).status).toBe(409);
    await world.carryOut();
    expect((await world.call('POST', '/auth/register', undefined, { body })).status).toBe(201);
  });

  it('keeps the other side of what was done whole', async () => {
    const gone = await world.spent();
    await world.ask(gone.person);
    await world.carryOut();
    const { body } = await world.call<{ data: { amount: number }[] }>(
      'GET',
      `/wallets/${gone.friend.walletId}/entries`,
      gone.friend,
    );
    expect(body.data.map(({ amount }) => amount)).toContain(1_000);
  });

  it('forgets texts of holds that named nobody else, and leaves a payee what was promised to them', async () => {
    const gone = await world.spent();
    const { person, friend } = gone;
    const walletId = await world.wallet(person, 900);
    const hold = async (description: string, toWalletId?: string): Promise<string> => {
      const body = { walletId, toWalletId, amount: 300, currency: 'INR', description, expiresInSeconds: 600 };
      return String((await world.stage.made('POST', '/holds', person, body))['id']);
    };
    const [alone, promised] = [await hold('for myself'), await hold('for you', friend.walletId)];
    for (const id of [alone, promised])
      expect((await world.call('POST', `/holds/${id}/void`, person)).status).toBe(200);
    const rest = { fromWalletId: walletId, toWalletId: friend.walletId, amount: 900, currency: 'INR' };
    await world.stage.made('POST', '/transfers', person, rest);
    const texts = async (): Promise<unknown[]> => {
      const found = await world.postgres.prisma.ledgerHold.findMany({ where: { id: { in: [alone, promised] } } });
      return [alone, promised].map((id) => found.find((each) => each.id === id)?.description);
    };
    const forget = async (): Promise<unknown> =>
      (await world.postgres.pool.query('select ledger_forget_hold_texts($1) as texts', [person.id])).rows;
    expect(await forget()).toEqual([{ texts: 0 }]);
    expect(await texts()).toEqual(['for myself', 'for you']);
    await world.ask(person);
    await world.carryOut();
    expect(await world.isForgotten(person)).toBe(true);
    expect(await texts()).toEqual([null, 'for you']);
    const seen = await world.call<{ description: string }>('GET', `/holds/${promised}`, friend);
    expect([seen.status, seen.body.description]).toEqual([200, 'for you']);
  });

  it('may be interrupted, and done again', async () => {
    const gone = await world.spent();
    await world.ask(gone.person);
    await world.carryOut();
    await world.postgres.pool.query('update erasure set completed_at = null where user_id = $1', [gone.person.id]);
    await world.carryOut();
    await world.expectForgotten(gone);
    await world.carryOut();
  });

  it('takes them off where they are, and counts that', async () => {
    const gone = await world.spent();
    const { person } = gone;
    const bar = await world.stage.bar();
    await world.app.get(Presences).put({
      ...{ userId: person.id, venueId: bar.venueId, wantsToBuy: true, wantsToReceive: false },
      ...{ checkedInAt: world.clock.now(), lastSeenAt: world.clock.now() },
    });
    await world.ask(person);
    await world.carryOut();
    await world.expectForgotten(gone);
    expect(await world.app.get(Presences).find(person.id)).toBeUndefined();
  });

  it('is refused while there is money, or money on the way', async () => {
    const rich = await world.stage.payer();
    expect((await world.ask(rich)).body).toMatchObject({ status: 422, code: 'wallet_not_empty' });
    const [waiting, other] = [await world.stage.person(), await world.stage.payer()];
    await world.stage.hold(other, await world.wallet(waiting));
    expect((await world.ask(waiting)).body).toMatchObject({ code: 'wallet_not_empty' });
    expect((await world.call('GET', '/me', waiting)).status).toBe(200);
    expect(await world.erasureOf(waiting)).toBeNull();
  });

  it('is refused while something is open, and says what', async () => {
    const { manager } = await world.stage.bar();
    const refused = (await world.ask(manager)).body;
    expect(refused).toMatchObject({ status: 409, code: 'obligation_open' });
    expect(refused['detail']).toContain('a venue that nobody else manages');
    const payer = await world.stage.payer();
    await world.stage.payment(payer, 'sandbox_3ds');
    expect((await world.ask(payer)).body['detail']).toContain('a payment that is not settled');
  });

  it('leaves no money behind when somebody pays at that very moment', async () => {
    const refusals = new Set(['wallet_closed', 'posted']);
    for (let round = 0; round < 15; round += 1) {
      const [gone, sender] = [await world.stage.person(), await world.stage.payer()];
      const walletId = await world.wallet(gone);
      const transfer = { fromWalletId: sender.walletId, toWalletId: walletId, amount: 500, currency: 'INR' };
      const [asked, paid] = await Promise.all([world.ask(gone), world.post('/transfers', sender, transfer)]);
      refusals.add(paid.status === 201 ? 'posted' : (paid.body['code'] as string));
      const { rows } = await world.postgres.pool.query<{ status: string; posted: string }>(
        'select status, posted::text from ledger_account where id = $1',
        [walletId],
      );
      const closed = asked.status === 202;
      expect([asked.status, rows[0]]).toEqual([
        closed ? 202 : 422,
        closed ? { status: 'closed', posted: '0' } : { status: 'open', posted: '500' },
      ]);
      expect(paid.status).toBe(closed ? 422 : 201);
    }
    expect([...refusals].sort()).toEqual(['posted', 'wallet_closed']);
  });

  it('waits for a provider that does not answer, and not for ever', async () => {
    const gone = await world.spent();
    await world.ask(gone.person);
    await world.run();
    expect(await world.isForgotten(gone.person)).toBe(false);
    world.clock.advance(8 * DAY_MS);
    await world.run();
    await world.expectForgotten(gone);
  });

  it('is for who is there in person', async () => {
    expect((await world.call('POST', '/me/erasure')).status).toBe(401);
    expect((await world.call('POST', '/me/erasure', await world.person([]))).status).toBe(403);
  });
});

describe('an account that was closed', () => {
  it('is forgotten after ninety days, by itself', async () => {
    const gone = await world.spent();
    expect((await world.call('DELETE', '/me', gone.person)).status).toBe(204);
    world.clock.advance(89 * DAY_MS);
    await world.run();
    expect(await world.erasureOf(gone.person)).toBeNull();
    world.clock.advance(2 * DAY_MS);
    await world.run();
    world.clock.advance(8 * DAY_MS);
    await world.run();
    await world.expectForgotten(gone);
    expect((await world.erasureOf(gone.person))?.cause).toBe('retention');
  });

  it('has closed wallets', async () => {
    const gone = await world.spent();
    await world.call('DELETE', '/me', gone.person);
    const transfer = { fromWalletId: gone.friend.walletId, toWalletId: gone.walletId, amount: 1, currency: 'INR' };
    expect((await world.post('/transfers', gone.friend, transfer)).body['code']).toBe('wallet_closed');
  });
});

async function totals(): Promise<unknown> {
  const { rows } = await world.postgres.pool.query(
    'select asset, sum(posted)::text as net, count(*)::int as accounts from ledger_account group by asset order by asset',
  );
  return rows;
}

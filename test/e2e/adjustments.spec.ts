import { randomUUID } from 'node:crypto';
import { type Body, type Person, World } from '../support/world.ts';

describe('adjustments', () => {
  let world: World;
  let maker: Person;
  let checker: Person;
  let alice: Person;
  let walletId: string;
  beforeAll(async () => {
    world = await World.open();
    [maker, checker] = [await world.person(['admin']), await world.person(['admin'])];
  });
  beforeEach(async () => {
    alice = await world.person();
    walletId = await world.wallet(alice, 1_000);
  });
  afterEach(() => world.expectSound());
  afterAll(() => world.close());

  const wish = (more: Body = {}): Body => ({ direction: 'credit', amount: 250, reason: 'Charged twice', ...more });
  const request = (more: Body = {}, person = maker, key?: string) =>
    world.post(`/admin/wallets/${walletId}/adjust`, person, wish(more), key);
  const pending = async (more: Body = {}): Promise<string> => {
    const { status, body, text } = await request(more);
    if (status !== 201) throw new Error(`answered ${status} ${text}`);
    return String(body['id']);
  };
  const decide = (
    what: 'approve' | 'reject' | 'cancel',
    id: string,
    person: Person,
    body: Body = {},
    key = randomUUID(),
  ) =>
    world.call('POST', `/admin/adjustments/${id}/${what}`, person, { body: what === 'cancel' ? undefined : body, key });
  const read = async (id: string): Promise<Body> => (await world.call('GET', `/admin/adjustments/${id}`, checker)).body;
  const balance = async (): Promise<number> => (await world.walletBalances(alice, walletId)).balance;
  const announced = async (id: string): Promise<string[]> => {
    const rows = await world.postgres.prisma.outboxEvent.findMany({
      where: { aggregateId: id },
      orderBy: { id: 'asc' },
    });
    return rows.map(({ type }) => type);
  };

  it('move nothing when they are asked for, and the money when somebody else approves', async () => {
    const { status, body } = await request({ reference: `case-${walletId}` });
    expect(status).toBe(201);
    const asked = {
      walletId,
      status: 'pending',
      currency: 'INR',
      makerId: maker.id,
      checkerId: null,
      transferId: null,
    };
    expect(body).toMatchObject({ ...wish(), ...asked, version: 1, decidedAt: null });
    expect(await balance()).toBe(1_000);

    const id = String(body['id']);
    const approved = await decide('approve', id, checker, { reason: 'Seen the statement' });
    expect(approved).toMatchObject({ status: 200, body: { status: 'approved', checkerId: checker.id, version: 2 } });
    expect(approved.body['decisionReason']).toBe('Seen the statement');
    expect(await read(id)).toEqual(approved.body);
    expect(await balance()).toBe(1_250);
    expect(await announced(id)).toEqual(['adjustment.requested', 'adjustment.approved']);
  });

  it('are seen by the owner as a transfer with its reference, and without the reason', async () => {
    const id = await pending({ reference: `case-${walletId}` });
    const { body } = await decide('approve', id, checker);
    const transfer = await world.call('GET', `/transfers/${String(body['transferId'])}`, alice);
    const seen = { kind: 'adjustment', amount: 250, reference: `case-${walletId}`, description: null, metadata: null };
    expect(transfer).toMatchObject({ status: 200, body: { ...seen, toWalletId: walletId } });
    expect(transfer.text).not.toContain('Charged twice');
  });

  it('take money out, and wait on when the ledger refuses', async () => {
    const id = await pending({ direction: 'debit', amount: 1_001 });
    const refused = await decide('approve', id, checker);
    expect(refused).toMatchObject({ status: 422, body: { code: 'insufficient_funds' } });
    expect(await read(id)).toMatchObject({ status: 'pending', checkerId: null, version: 1 });
    expect(await announced(id)).toEqual(['adjustment.requested']);
    await world.wallet(alice, 1);
    expect(await decide('approve', id, checker)).toMatchObject({ status: 200, body: { status: 'approved' } });
    expect(await balance()).toBe(0);
  });

  it('take effect when they say', async () => {
    const since = world.clock.now();
    world.clock.advance(60_000);
    const id = await pending({ effectiveAt: since.toISOString() });
    const { body } = await decide('approve', id, checker);
    const transfer = await world.call('GET', `/transfers/${String(body['transferId'])}`, alice);
    expect(transfer.body).toMatchObject({ effectiveAt: since.toISOString() });
  });

  it('are not decided by who asked for them, and only taken back by them', async () => {
    const id = await pending();
    const same = { status: 403, body: { code: 'same_person' } };
    expect(await decide('approve', id, maker)).toMatchObject(same);
    expect(await decide('reject', id, maker)).toMatchObject(same);
    expect(await decide('cancel', id, checker)).toMatchObject({ status: 403, body: { code: 'forbidden' } });
    expect(await decide('cancel', id, maker)).toMatchObject({
      status: 200,
      body: { status: 'cancelled', checkerId: null },
    });
    expect(await balance()).toBe(1_000);
    expect(await announced(id)).toEqual(['adjustment.requested', 'adjustment.cancelled']);
  });

  it('are rejected for good', async () => {
    const id = await pending();
    const rejected = await decide('reject', id, checker, { reason: 'It was one charge' });
    expect(rejected).toMatchObject({ status: 200, body: { status: 'rejected', decisionReason: 'It was one charge' } });
    const over = { status: 409, body: { code: 'adjustment_not_actionable' } };
    expect(await decide('approve', id, checker)).toMatchObject(over);
    expect(await decide('cancel', id, maker)).toMatchObject(over);
    expect(await balance()).toBe(1_000);
  });

  it('are never of a wallet of one’s own', async () => {
    const both = await world.person(['admin']);
    const own = await world.wallet(both, 10);
    const forbidden = { status: 403, body: { code: 'forbidden' } };
    expect(await world.post(`/admin/wallets/${own}/adjust`, both, wish())).toMatchObject(forbidden);
    const { body } = await world.post(`/admin/wallets/${own}/adjust`, maker, wish());
    expect(await decide('approve', String(body['id']), both)).toMatchObject(forbidden);
    await decide('cancel', String(body['id']), maker);
  });

  it('refuse times to come, wallets that are closed, and what is no wallet', async () => {
    const later = new Date(world.clock.now().getTime() + 1).toISOString();
    expect(await request({ effectiveAt: later })).toMatchObject({
      status: 422,
      body: { code: 'effective_at_in_future' },
    });
    const clearing = await world.postgres.prisma.ledgerAccount.findUniqueOrThrow({
      where: { code: 'provider-clearing:sandbox:INR' },
    });
    for (const id of [randomUUID(), clearing.id]) {
      expect(await world.post(`/admin/wallets/${id}/adjust`, maker, wish())).toMatchObject({ status: 404 });
    }
    const empty = await world.person();
    walletId = await world.wallet(empty);
    await world.call('POST', `/wallets/${walletId}/close`, empty);
    expect(await request()).toMatchObject({ status: 422, body: { code: 'wallet_closed' } });
  });

  it('are asked for once under a key, and decided once under a key', async () => {
    const [key, again] = [randomUUID(), randomUUID()];
    const first = await request({}, maker, key);
    expect(await request({}, maker, key)).toMatchObject({ status: 201, body: first.body });
    expect(await request({ amount: 1 }, maker, key)).toMatchObject({ body: { code: 'idempotency_key_reused' } });
    const without = await world.call('POST', `/admin/wallets/${walletId}/adjust`, maker, { body: wish() });
    expect(without).toMatchObject({ status: 400, body: { code: 'idempotency_key_required' } });
    const approved = await decide('approve', String(first.body['id']), checker, {}, again);
    expect(await decide('approve', String(first.body['id']), checker, {}, again)).toMatchObject({
      body: approved.body,
    });
    expect(await balance()).toBe(1_250);
  });

  it('are closed to customers; auditors read, and approvers do not ask', async () => {
    const id = await pending();
    const [auditor, approver] = [await world.person(['auditor']), await world.person(['finance_approver'])];
    const list = (person: Person) => world.call('GET', '/admin/adjustments', person);
    expect(await list(alice)).toMatchObject({ status: 403 });
    expect(await list(auditor)).toMatchObject({ status: 200 });
    expect(await request({}, alice)).toMatchObject({ status: 403 });
    expect(await request({}, approver)).toMatchObject({ status: 403 });
    expect(await decide('approve', id, auditor)).toMatchObject({ status: 403 });
    expect(await decide('approve', id, alice)).toMatchObject({ status: 403 });
    expect(await decide('approve', id, approver)).toMatchObject({ status: 200 });
  });

  it('are listed newest first, by status and wallet, page by page', async () => {
    const ids: string[] = [];
    for (const amount of [1, 2, 3]) {
      ids.unshift(await pending({ amount }));
      world.clock.advance(1);
    }
    await decide('approve', ids[1] ?? '', checker);
    const list = async (more: string) =>
      (
        await world.call<{ data: { id: string }[]; nextCursor: string }>(
          'GET',
          `/admin/adjustments?walletId=${walletId}${more}`,
          checker,
        )
      ).body;
    const idsOf = ({ data }: { data: { id: string }[] }): string[] => data.map(({ id }) => id);
    expect(idsOf(await list(''))).toEqual(ids);
    expect(idsOf(await list('&status=approved'))).toEqual([ids[1]]);
    const first = await list('&limit=2');
    expect(idsOf(await list(`&limit=2&cursor=${first.nextCursor}`))).toEqual([ids[2]]);
  });

  it('are posted once when many approve at once, and never when a rejection was first', async () => {
    const checkers = [checker, await world.person(['admin']), await world.person(['finance_approver'])];
    for (let round = 0; round < 10; round += 1) {
      const [before, id] = [await balance(), await pending()];
      const answers = await Promise.all([
        ...checkers.map((person) => decide('approve', id, person)),
        ...(round % 2 === 0 ? [decide('reject', id, checker), decide('cancel', id, maker)] : []),
      ]);
      const winners = answers.filter(({ status }) => status === 200);
      expect(winners).toHaveLength(1);
      const posted = (await read(id))['status'] === 'approved';
      expect(await balance()).toBe(before + (posted ? 250 : 0));
      expect(await announced(id)).toHaveLength(2);
    }
  });
});

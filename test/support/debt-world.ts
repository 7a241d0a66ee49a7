import { randomUUID } from 'node:crypto';
import type { TestResponse } from './http-client.ts';
import { type DisputeBody, PaymentWorld, type TopUp } from './payment-world.ts';
import type { Body, Person } from './world.ts';

const MINUTE_MS = 60_000;

export type Debt = TopUp & { readonly dispute: string };

/** The world of debts for disputes, with two people who may write them off. */
export class DebtWorld extends PaymentWorld {
  private made: { maker: Person; checker: Person } | undefined;

  async staff(): Promise<{ maker: Person; checker: Person }> {
    this.made ??= { maker: await this.person(['admin']), checker: await this.person(['admin']) };
    return this.made;
  }

  /** Somebody who spent what they then objected to. */
  async owing(amount = 500): Promise<Debt> {
    this.clock.advance(1_000);
    const topUp = await this.topUp('sandbox_dispute');
    const { id } = (await this.pay(topUp, amount)).body;
    await this.spend(topUp, amount);
    await this.hear();
    return { ...topUp, dispute: await this.disputeOf(id) };
  }

  /** The same, and the bank decided for them. */
  async lostDebt(): Promise<Debt> {
    const debt = await this.owing();
    await this.decided(debt.dispute, 'losing_evidence');
    return debt;
  }

  async disputeOf(paymentId: string): Promise<string> {
    const { maker } = await this.staff();
    return (await this.disputes(maker, paymentId))[0]?.id ?? '';
  }

  /** The bank decides by what it is told. */
  async decided(dispute: string, text: 'winning_evidence' | 'losing_evidence'): Promise<void> {
    const { maker } = await this.staff();
    await this.submit(maker, dispute, { text });
    await this.hear(MINUTE_MS);
  }

  async spend({ payer, walletId }: TopUp, amount: number): Promise<void> {
    const toWalletId = await this.wallet(await this.person());
    const body = { fromWalletId: walletId, toWalletId, amount, currency: 'INR' };
    expect((await this.post('/transfers', payer, body)).status).toBe(201);
  }

  async payIn(debt: Debt, amount: number): Promise<void> {
    expect((await this.pay({ ...debt, methodId: await this.method(debt.payer) }, amount)).status).toBe(201);
  }

  async ask({ dispute }: Debt, amount: number, by?: Person, key?: string): Promise<TestResponse> {
    const person = by ?? (await this.staff()).maker;
    return this.post(`/admin/disputes/${dispute}/write-offs`, person, { amount, reason: 'Nobody pays it' }, key);
  }

  async asked(debt: Debt, amount: number): Promise<string> {
    const { status, body, text } = await this.ask(debt, amount);
    if (status !== 201) throw new Error(`answered ${status} ${text}`);
    return String(body['id']);
  }

  async decide(what: 'approve' | 'reject' | 'cancel', id: string, by?: Person): Promise<TestResponse> {
    // Who decides has proved lately who they are, however far the clock was put on.
    const person = this.fresh(by ?? (await this.staff()).checker);
    const body = what === 'cancel' ? undefined : {};
    return this.call('POST', `/admin/write-offs/${id}/${what}`, person, { body, key: randomUUID() });
  }

  async writeOff(id: string): Promise<Body> {
    return (await this.call('GET', `/admin/write-offs/${id}`, (await this.staff()).maker)).body;
  }

  async disputeAs({ dispute }: Debt): Promise<DisputeBody> {
    return (await this.call<DisputeBody>('GET', `/admin/disputes/${dispute}`, (await this.staff()).maker)).body;
  }

  /** What is owed of it still, and what was given up. */
  async owed(debt: Debt): Promise<number[]> {
    const { owed, writtenOff } = await this.disputeAs(debt);
    return [owed, writtenOff];
  }

  async listed(kind: 'collected' | 'to_write_off'): Promise<string[]> {
    const path = `/admin/disputes?limit=100&debt=${kind}`;
    const { body } = await this.call<{ data: DisputeBody[] }>('GET', path, (await this.staff()).maker);
    return body.data.map(({ id }) => id);
  }

  /** The books are sound, and what is owed is what the accounts say. */
  async expectDebtsSound(): Promise<void> {
    await this.expectSound();
    const { _sum: sum } = await this.postgres.prisma.paymentDispute.aggregate({ _sum: { owed: true } });
    expect(await this.held('receivable')).toBe(Number(sum.owed ?? 0n));
  }
}

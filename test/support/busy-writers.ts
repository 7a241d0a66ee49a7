import type { LedgerCommand, Verdict } from '../../src/ledger/core/index.ts';
import type { TestLedger } from './test-ledger.ts';

/** A number of [0, 1). */
export type Random = () => number;

const ASSET = 'INR';
const MAX_AMOUNT = 60;
const HOUR_MS = 3_600_000;

/** Writers who do everything the ledger can do, on the same few accounts and on each other's holds and transfers. */
export class BusyWriters {
  /** How many commands of each kind were posted. */
  readonly posted = new Map<string, number>();
  /** How many were refused, by code. */
  readonly refused = new Map<string, number>();
  private readonly holds: string[] = [];
  private readonly transfers: string[] = [];

  constructor(
    private readonly books: TestLedger,
    private readonly wallets: readonly string[],
    private readonly clearing: string,
  ) {}

  /** Posts `steps` batches, one after the other. */
  async write(steps: number, random: Random): Promise<void> {
    for (let step = 0; step < steps; step += 1) {
      const batch = this.batch(random);
      const verdicts = await this.books.ledger.post(batch);
      batch.forEach((command, nth) => this.note(command, verdicts[nth]));
    }
  }

  private note(command: LedgerCommand, verdict: Verdict | undefined): void {
    if (verdict?.outcome !== 'posted') {
      const code = verdict?.outcome === 'refused' ? verdict.code : 'no verdict';
      this.refused.set(code, (this.refused.get(code) ?? 0) + 1);
      return;
    }
    this.posted.set(command.op, (this.posted.get(command.op) ?? 0) + 1);
    if (command.op === 'hold') this.holds.push(command.id);
    if (command.op === 'transfer') this.transfers.push(command.id);
  }

  private batch(random: Random): LedgerCommand[] {
    if (random() < 0.3) {
      // There and back and on again, as one set: the whole of it, or none.
      const link = this.books.ids.next();
      return Array.from({ length: 3 }, () => ({ ...this.transfer(random), link }));
    }
    return Array.from({ length: 1 + Math.floor(random() * 3) }, () => this.command(random));
  }

  private command(random: Random): LedgerCommand {
    const [hold, earlier] = [pick(random, this.holds), pick(random, this.transfers)];
    const [id, amount, dice] = [this.books.ids.next(), amountOf(random), random()];
    if (dice < 0.2) return this.hold(random);
    if (dice < 0.4 && hold) return { op: 'capture', id, kind: 'capture', hold, amount, final: random() < 0.5 };
    if (dice < 0.5 && hold) return { op: 'void', hold };
    if (dice < 0.65 && earlier) return { op: 'reversal', id, kind: 'reversal', reverses: earlier, amount };
    if (dice < 0.75) return this.topUp(random);
    return this.transfer(random);
  }

  private transfer(random: Random) {
    const parties = { debit: this.wallet(random), credit: this.wallet(random) };
    return {
      ...({ op: 'transfer', id: this.books.ids.next(), kind: 'transfer' } as const),
      ...{ ...parties, asset: ASSET, amount: amountOf(random) },
    };
  }

  private topUp(random: Random): LedgerCommand {
    const parties = { debit: this.clearing, credit: this.wallet(random) };
    return { ...this.transfer(random), kind: 'card-top-up', ...parties };
  }

  private hold(random: Random): LedgerCommand {
    const expiresAt = new Date(this.books.clock.now().getTime() + HOUR_MS);
    const parties = { debit: this.wallet(random), credit: this.wallet(random) };
    const id = this.books.ids.next();
    return { op: 'hold', id, kind: 'hold', ...parties, asset: ASSET, amount: amountOf(random), expiresAt };
  }

  private wallet(random: Random): string {
    return pick(random, this.wallets) ?? '';
  }
}

const amountOf = (random: Random): bigint => BigInt(1 + Math.floor(random() * MAX_AMOUNT));

function pick<T>(random: Random, from: readonly T[]): T | undefined {
  return from[Math.floor(random() * from.length)];
}

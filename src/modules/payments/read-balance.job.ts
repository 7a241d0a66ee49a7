import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Jobs, type JobContext } from '../../platform/jobs/index.ts';
import { Clock } from '../../shared/clock.ts';
import { AccountCalls } from './account-calls.ts';
import { BalanceRecords } from './balance-records.ts';
import type { BalancePage, Period } from './provider-account.ts';

const LEASE_SECONDS = 60;
/** How late a provider may show what happened: as much is read again each time. */
const OVERLAP_MS = 60 * 60_000;
/** Read at once, and not again once it was read to its end. */
const PERIOD_MS = 24 * 60 * 60_000;
const MAX_PAGES = 10_000;

/** Reads what happened to our balance at the provider, and records what is new of it. */
@Injectable()
export class ReadBalanceJob implements OnModuleInit {
  constructor(
    private readonly jobs: Jobs,
    private readonly account: AccountCalls,
    private readonly records: BalanceRecords,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    const run = (context: JobContext): Promise<number> => this.run(context);
    this.jobs.register({ name: 'read-provider-balance', cron: '*/2 * * * *', leaseSeconds: LEASE_SECONDS, run });
  }

  private async run(context: JobContext): Promise<number> {
    const { provider } = this.account;
    const readThrough = provider === undefined ? undefined : await this.records.readThrough(provider);
    if (provider === undefined || readThrough === undefined) return 0;
    let recorded = 0;
    for (const period of periods(readThrough, this.clock.now())) {
      recorded += await this.read(provider, period, context);
      await this.records.advance(provider, period.until);
    }
    return recorded;
  }

  private async read(provider: string, period: Period, context: JobContext): Promise<number> {
    let recorded = 0;
    let after: string | undefined;
    for (let nth = 0; nth < MAX_PAGES; nth += 1) {
      const page: BalancePage = await this.page(provider, period, after);
      recorded += await this.records.add(provider, page.changes);
      await context.renew(recorded);
      if (page.next === undefined) return recorded;
      after = page.next;
    }
    throw new Error('the provider shows no end of what happened');
  }

  private page(provider: string, period: Period, after: string | undefined): Promise<BalancePage> {
    return this.account.ask(provider, 'balance', (account) => account.balanceChanges(period, after));
  }
}

function* periods(readThrough: Date, now: Date): Generator<Period> {
  for (let from = readThrough.getTime(); from <= now.getTime(); from += PERIOD_MS) {
    const until = new Date(Math.min(from + PERIOD_MS, now.getTime()));
    yield { since: new Date(from - OVERLAP_MS), until };
    if (until.getTime() === now.getTime()) return;
  }
}

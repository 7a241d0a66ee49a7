import type { Account, DemoClient, Session } from './demo-client.ts';
import { check, detail } from './demo-report.ts';

export interface Balances {
  readonly wallet: number;
  readonly held: number;
  readonly 'venue-payable': number;
  readonly 'platform-fee': number;
  readonly 'provider-clearing': number;
}

/** The accounts that the story touches, read as an administrator would. */
export class Books {
  private readonly client: DemoClient;
  private readonly admin: Session;
  private readonly codes: Readonly<Record<Exclude<keyof Balances, 'held'>, string>>;

  constructor(
    client: DemoClient,
    admin: Session,
    { dana, venue }: { dana: Session; venue: { id: string; currency: string } },
  ) {
    [this.client, this.admin] = [client, admin];
    this.codes = {
      wallet: `wallet:${dana.id}:${venue.currency}`,
      'venue-payable': `venue-payable:${venue.id}:${venue.currency}`,
      'platform-fee': `platform-fee:${venue.currency}`,
      'provider-clearing': `provider-clearing:sandbox:${venue.currency}`,
    };
  }

  async read(): Promise<Balances> {
    const [wallet, payable, fee, clearing] = await Promise.all(
      Object.values(this.codes).map((code) => this.account(code)),
    );
    return {
      wallet: wallet?.balance ?? 0,
      held: wallet?.pendingOut ?? 0,
      'venue-payable': payable?.balance ?? 0,
      'platform-fee': fee?.balance ?? 0,
      'provider-clearing': clearing?.balance ?? 0,
    };
  }

  async expect(wanted: Balances): Promise<void> {
    const found = await this.read();
    const rows = Object.entries(found).map(([name, balance]) => `${name.padEnd(18)} ${String(balance).padStart(12)}`);
    detail(rows.join('\n'));
    check('the ledger', found, wanted);
  }

  private async account(code: string): Promise<Account | undefined> {
    const { data } = await this.client.get<{ data: Account[] }>(
      `/admin/ledger/accounts?code=${encodeURIComponent(code)}`,
      this.admin,
    );
    return data[0];
  }
}

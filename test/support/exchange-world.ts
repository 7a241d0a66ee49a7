import type { TestResponse } from './http-client.ts';
import { type Body, type Person, World } from './world.ts';

/** Somebody with money in one currency and a wallet in another. */
export interface Trader extends Person {
  readonly from: string;
  readonly to: string;
}

export const SPREAD = 50;
/** One dollar, in rupees. */
export const RATE = '83.25';

/** A world in which rates are set and people exchange. */
export class ExchangeWorld extends World {
  admin(): Promise<Person> {
    return this.person(['admin']);
  }

  async rate(pair: string, rate: string, spreadBasisPoints = SPREAD, more: Body = {}): Promise<TestResponse> {
    const body = { rate, spreadBasisPoints, outOfBand: true, ...more };
    return this.call('PUT', `/admin/fx/rates/${pair}`, await this.admin(), { body });
  }

  async trader(funds = 1_000_000, [sell, buy] = ['INR', 'USD'] as readonly [string, string]): Promise<Trader> {
    const person = await this.person();
    const [from, to] = [await this.wallet(person, funds, sell), await this.wallet(person, 0, buy)];
    return { ...person, from, to };
  }

  quote(person: Person, more: Body = {}): Promise<TestResponse> {
    const body = { sellCurrency: 'INR', buyCurrency: 'USD', sellAmount: 832_500, ...more };
    return this.call('POST', '/fx/quotes', person, { body });
  }

  async quoteId(person: Person, more: Body = {}): Promise<string> {
    const { status, body, text } = await this.quote(person, more);
    if (status !== 201) throw new Error(`no quote: ${text}`);
    return String(body['id']);
  }

  exchange(trader: Trader, quoteId: string, key?: string): Promise<TestResponse> {
    return this.post('/fx/exchanges', trader, { quoteId, fromWalletId: trader.from, toWalletId: trader.to }, key);
  }

  async balances(trader: Trader): Promise<readonly [number, number]> {
    const [from, to] = [await this.walletBalances(trader, trader.from), await this.walletBalances(trader, trader.to)];
    return [from.balance, to.balance];
  }

  /** By currency. */
  async positions(): Promise<Record<string, number>> {
    const { body } = await this.call<{ data: { currency: string; balance: number }[] }>(
      'GET',
      '/admin/fx/positions',
      await this.admin(),
    );
    return Object.fromEntries(body.data.map(({ currency, balance }) => [currency, balance]));
  }
}

import { EvaluateMonitors, FIRST_ROUND } from '../../src/modules/monitors/evaluate-monitors.ts';
import { type Body, type Person, World } from '../support/world.ts';

export interface MonitorBody {
  readonly id: string;
  readonly state: string;
  readonly lastValue: number | string;
  readonly lastFiredAt: string | null;
  readonly threshold: number;
  readonly rearmAt: number;
  readonly version: number;
}

export interface Announced {
  readonly type: string;
  readonly value: number | string;
}

/** People with wallets that are watched, and what was announced of them. */
export class MonitorWorld extends World {
  async watch(person: Person, walletId: string, wanted: Body): Promise<MonitorBody> {
    const path = `/wallets/${walletId}/monitors`;
    const { status, body, text } = await this.call<MonitorBody>('POST', path, person, { body: wanted });
    expect([status, text]).toEqual([201, text]);
    return body;
  }

  async monitors(person: Person, walletId: string): Promise<MonitorBody[]> {
    return (await this.call<{ data: MonitorBody[] }>('GET', `/wallets/${walletId}/monitors`, person)).body.data;
  }

  /** One round, as the job makes it. Returns how many monitors were looked at. */
  async evaluate(): Promise<number> {
    const monitors = this.app.get(EvaluateMonitors);
    let looked = 0;
    for (let done = await monitors.next(FIRST_ROUND); done; done = await monitors.next(done.round))
      looked += done.looked;
    return looked;
  }

  async announced(monitorId: string): Promise<Announced[]> {
    const { rows } = await this.postgres.pool.query<Announced>(
      `select type, payload -> 'value' as value from outbox_event where aggregate_id = $1 order by id`,
      [monitorId],
    );
    return rows;
  }
}

export const fired = (value: number | string): Announced => ({ type: 'balance.monitor_fired', value });
export const rearmed = (value: number | string): Announced => ({ type: 'balance.monitor_rearmed', value });

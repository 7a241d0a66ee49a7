import { randomUUID } from 'node:crypto';
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { DynamoDb } from '../../src/platform/dynamodb/index.ts';
import { SignalLog } from '../../src/modules/risk/signal-log.repository.ts';
import { eventually } from '../faults/eventually.ts';
import { type Body, type CallOptions, type Person, transferWish, World } from './world.ts';
import type { TestResponse } from './http-client.ts';
import { PATIENCE_MS } from './patience.ts';

export interface Rule {
  readonly id: string;
  readonly status: string;
  readonly version: number;
  readonly code?: string;
}

/** A world with an analyst who writes rules and another who lets them decide. */
export class RiskWorld extends World {
  private made: { analyst: Person; other: Person } | undefined;

  async staff(): Promise<{ analyst: Person; other: Person }> {
    this.made ??= { analyst: await this.person(['admin']), other: await this.person(['admin']) };
    return { analyst: this.fresh(this.made.analyst), other: this.fresh(this.made.other) };
  }

  async draft(condition: object, more: Body = {}): Promise<TestResponse<Rule>> {
    const { analyst } = await this.staff();
    const name = `rule_${randomUUID().replaceAll('-', '')}`;
    const rule = { name, description: 'A rule', subjects: ['transfer'], condition, score: 100, whenUnknown: 'open' };
    return this.call<Rule>('POST', '/admin/risk/rules', analyst, { body: { ...rule, reason: 'Because', ...more } });
  }

  async move(id: string, to: 'shadow' | 'live' | 'retire', by?: Person): Promise<TestResponse<Rule>> {
    const person = by ?? (await this.staff()).other;
    return this.call<Rule>('POST', `/admin/risk/rules/${id}/${to}`, person, { body: { reason: 'Because' } });
  }

  /** A rule that decides. */
  async live(condition: object, more: Body = {}): Promise<string> {
    const { body, text } = await this.draft(condition, more);
    const { status } = await this.move(body.id, 'live');
    if (status !== 200) throw new Error(`the rule did not go live: ${text}`);
    return body.id;
  }

  /** No rule decides or watches any more. */
  async retireAll(): Promise<void> {
    const { other } = await this.staff();
    const { body } = await this.call<{ data: Rule[] }>('GET', '/admin/risk/rules?limit=100', other);
    for (const { id, status } of body.data) if (status !== 'retired') await this.move(id, 'retire');
  }

  async set(key: string, value: unknown): Promise<void> {
    const { other } = await this.staff();
    const body = { value, reason: 'Because' };
    const { status, text } = await this.call('PUT', `/admin/settings/${key}`, other, { body });
    if (status !== 200) throw new Error(`${key} was not set: ${text}`);
  }

  send(
    from: Person,
    wallets: { from: string; to: string },
    amount: number,
    { key = randomUUID(), headers }: CallOptions = {},
  ): Promise<TestResponse<Body>> {
    return this.call('POST', '/transfers', from, { body: transferWish(wallets, { amount }), key, headers });
  }

  async decisions(userId: string): Promise<Body[]> {
    const { other } = await this.staff();
    return (await this.call<{ data: Body[] }>('GET', `/admin/risk/decisions?userId=${userId}`, other)).body.data;
  }

  /** Whether so many movements of the person are in the log; waits for what is watched behind them. */
  async watched(userId: string, count: number): Promise<boolean> {
    await eventually(`${count} movements`, PATIENCE_MS, async () => (await this.movements(userId)).length >= count);
    return true;
  }

  /** The one item that decisions about the person read and write. */
  async windowOf({ id: userId }: Person): Promise<Body> {
    const dynamo = this.app.get(DynamoDb);
    const at = { TableName: dynamo.table('fraud-signals'), Key: { userId, timestamp: 'window' } };
    const { Item = {} } = await dynamo.document.send(new GetCommand({ ...at, ConsistentRead: true }));
    return Item;
  }

  async movements(userId: string): Promise<Body[]> {
    await this.app.get(SignalLog).flush();
    const { other } = await this.staff();
    const path = `/admin/risk/people/${userId}/movements`;
    return (await this.call<{ data: Body[] }>('GET', path, other)).body.data;
  }
}

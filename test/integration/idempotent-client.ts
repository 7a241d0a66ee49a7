import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { IdempotencyModule } from '../../src/modules/idempotency/index.ts';
import { DynamoDb } from '../../src/platform/dynamodb/index.ts';
import { Effects, EffectsController, NAMED_CALLER } from './idempotent-routes.ts';
import type { PlatformApp } from './platform-app.ts';

/** What an application needs to have the routes that the tests of idempotency call. */
export const IDEMPOTENT_APP = {
  imports: [IdempotencyModule],
  controllers: [EffectsController],
  providers: [Effects, NAMED_CALLER],
};

export interface Answer {
  readonly status: number;
  readonly text: string;
  readonly body: Record<string, unknown>;
  readonly headers: Record<string, unknown>;
}

export interface EffectCall {
  readonly path?: string;
  readonly key?: string;
  readonly payload?: object;
}

/** POSTs to a route below /effects, as the named user. */
export async function callEffect({ http }: PlatformApp, user: string, options: EffectCall): Promise<Answer> {
  const { path = '', key, payload = {} } = options;
  const headers = { 'x-user': user, ...(key === undefined ? {} : { 'idempotency-key': key }) };
  const answer = await http.inject({ method: 'POST', url: `/api/v1/effects${path}`, headers, payload });
  const body = answer.body === '' ? {} : answer.json<Record<string, unknown>>();
  return { status: answer.statusCode, text: answer.body, body, headers: answer.headers };
}

/** Every idempotency record that there is. */
export async function recordsOf({ app }: PlatformApp): Promise<Record<string, unknown>[]> {
  const dynamodb = app.get(DynamoDb);
  const { Items = [] } = await dynamodb.document.send(new ScanCommand({ TableName: dynamodb.table('idempotency') }));
  return Items;
}

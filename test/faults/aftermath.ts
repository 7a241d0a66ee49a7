import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, ScanCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Client } from 'pg';
import { expectSoundBooks, type Person, type Request } from './cast.ts';
import { eventually } from './eventually.ts';
import { expectEachOnce, expectNoMoneyLost, expectNothingLoose } from './once.ts';
import type { Traffic } from './traffic.ts';

const RESOLVE_DEADLINE_MS = 60_000;
const SEAL_DEADLINE_MS = 120_000;

/** Nothing is lost, nothing is doubled, and the books are sound, to the last hash. The application runs, with its jobs. */
export async function expectAllAccountedFor(
  request: Request,
  database: Client,
  traffic: Traffic,
  admin: Person,
): Promise<void> {
  await resolvePayments(request, database, admin);
  await expectEachOnce(database, traffic);
  await expectNothingLoose(database);
  await expectNoMoneyLost(database, traffic);
  await eventually('every entry is sealed', SEAL_DEADLINE_MS, async () => {
    const { rowCount } = await database.query(
      `select 1 from ledger_account a left join ledger_chain c on c.account_id = a.id
        where a.version > coalesce(c.version, 0) limit 1`,
    );
    return rowCount === 0;
  });
  await expectSoundBooks(request, admin);
}

async function resolvePayments(request: Request, database: Client, { token }: Person): Promise<void> {
  await eventually('every payment has its outcome', RESOLVE_DEADLINE_MS, async () => {
    const run = await request('POST', '/admin/jobs/resolve-payments/run', { token });
    if (run.status >= 400 && run.body['code'] !== 'job_running') throw new Error(run.text);
    const { rowCount } = await database.query(`select 1 from payment where status not in ('succeeded', 'failed')`);
    return rowCount === 0;
  });
}

/**
 * What dead processes hold ends by itself, half a minute to five minutes later. A test has no such time: it writes the
 * leases as they will be then, while no process lives that could hold one.
 */
export async function letLeasesEnd(database: Client, environment: NodeJS.ProcessEnv): Promise<void> {
  await database.query(`update job_run set lease_expires_at = now()
                         where status = 'running'`);
  await database.query(`update payment set inquire_at = now() where inquire_at is not null`);
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const client = DynamoDBDocumentClient.from(
    new DynamoDBClient({ endpoint: environment['DYNAMODB_ENDPOINT'], region: 'us-east-1', credentials }),
  );
  const TableName = `${environment['DYNAMODB_TABLE_PREFIX']}idempotency`;
  let ExclusiveStartKey: Record<string, unknown> | undefined;
  do {
    const page = await client.send(new ScanCommand({ TableName, ConsistentRead: true, ExclusiveStartKey }));
    for (const { scope, state } of (page.Items ?? []) as { scope: string; state: string }[]) {
      if (state !== 'in_progress') continue;
      const UpdateExpression = 'SET leaseExpiresAtMs = :past';
      const ExpressionAttributeValues = { ':past': 0 };
      await client.send(new UpdateCommand({ TableName, Key: { scope }, UpdateExpression, ExpressionAttributeValues }));
    }
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey !== undefined);
  client.destroy();
}

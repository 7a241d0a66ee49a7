import { Injectable } from '@nestjs/common';
import { DeleteCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { PersonKeysRepository } from '../../platform/crypto/index.ts';
import { DynamoDb } from '../../platform/dynamodb/index.ts';
import { Prisma, type Tx } from '../../platform/postgres/index.ts';
import { ALL_PERSONAL_TABLES } from './all-personal-tables.ts';
import { isPersonal, type PersonalTable } from './personal-data.ts';

const SESSIONS_AT_A_TIME = 100;

/** Deletes and blanks what is a person's, as the declaration says. Names and conditions come from there, and never from a request. */
@Injectable()
export class ForgottenRowsRepository {
  constructor(
    private readonly keys: PersonKeysRepository,
    private readonly dynamo: DynamoDb,
  ) {}

  async forget(tx: Tx, personId: string): Promise<void> {
    await this.keys.destroy(tx, personId);
    for (const [name, table] of Object.entries(ALL_PERSONAL_TABLES)) {
      if (!isPersonal<PersonalTable>(table)) continue;
      const statement = statementOf(name, table, personId);
      if (statement) await tx.$executeRaw(statement);
    }
  }

  async deleteSessions(personId: string): Promise<void> {
    const TableName = this.dynamo.table('sessions');
    for (let start: Record<string, unknown> | undefined, more = true; more; more = start !== undefined) {
      const { Items = [], LastEvaluatedKey } = await this.dynamo.document.send(
        new QueryCommand({
          TableName,
          IndexName: 'byUser',
          KeyConditionExpression: 'userId = :person',
          ExpressionAttributeValues: { ':person': personId },
          Limit: SESSIONS_AT_A_TIME,
          ExclusiveStartKey: start,
        }),
      );
      for (const { sessionId } of Items) {
        await this.dynamo.document.send(new DeleteCommand({ TableName, Key: { sessionId: sessionId as string } }));
      }
      start = LastEvaluatedKey;
    }
  }
}

function statementOf(name: string, { rows, forgotten }: PersonalTable, personId: string): Prisma.Sql | undefined {
  const table = Prisma.raw(`"${name}"`);
  const where = asking(rows, personId);
  if ('by' in forgotten) return Prisma.sql`select ${Prisma.raw(`"${forgotten.by}"`)}(${personId}::uuid)`;
  if ('deleted' in forgotten) return Prisma.sql`delete from ${table} r where ${where}`;
  if (!('set' in forgotten)) return undefined;
  const changes = Object.entries(forgotten.set).map(
    ([column, value]) => Prisma.sql`${Prisma.raw(`"${column}"`)} = ${asking(value, personId)}`,
  );
  return Prisma.sql`update ${table} r set ${Prisma.join(changes)} where ${where}`;
}

// The declaration says $1 where the person stands.
function asking(text: string, personId: string): Prisma.Sql {
  const [first = '', ...rest] = text.split('$1').map((part) => Prisma.raw(part));
  return rest.reduce((sql, part) => Prisma.sql`${sql}${personId}::uuid${part}`, Prisma.sql`${first}`);
}

import type {
  CreateTableCommandInput,
  GlobalSecondaryIndex,
  KeySchemaElement,
  Projection,
  UpdateTableCommandInput,
} from '@aws-sdk/client-dynamodb';
import type { IndexDeclaration, KeyDeclaration, TableDeclaration } from './tables.ts';

interface Keyed {
  readonly hashKey: KeyDeclaration;
  readonly rangeKey?: KeyDeclaration;
}

/** What CreateTable is asked for one declared table. */
export function createTableInput(tableName: string, table: TableDeclaration): CreateTableCommandInput {
  const indexes = table.globalIndexes ?? [];
  return {
    TableName: tableName,
    KeySchema: keySchema(table),
    AttributeDefinitions: attributeDefinitions([table, ...indexes]),
    GlobalSecondaryIndexes: indexes.length > 0 ? indexes.map(globalIndex) : undefined,
    BillingMode: table.billingMode,
    SSESpecification: table.encryption === 'KMS' ? { Enabled: true, SSEType: 'KMS' } : undefined,
    StreamSpecification: table.stream ? { StreamEnabled: true, StreamViewType: table.stream } : undefined,
  };
}

/** What UpdateTable is asked to add one declared index to a table that lacks it. */
export function indexUpdateInput(tableName: string, index: IndexDeclaration): UpdateTableCommandInput {
  return {
    TableName: tableName,
    AttributeDefinitions: attributeDefinitions([index]),
    GlobalSecondaryIndexUpdates: [{ Create: globalIndex(index) }],
  };
}

function globalIndex(index: IndexDeclaration): GlobalSecondaryIndex {
  return { IndexName: index.name, KeySchema: keySchema(index), Projection: projection(index) };
}

function projection({ projection: carried }: IndexDeclaration): Projection {
  return carried === 'ALL' ? { ProjectionType: 'ALL' } : { ProjectionType: 'INCLUDE', NonKeyAttributes: [...carried] };
}

function keySchema({ hashKey, rangeKey }: Keyed): KeySchemaElement[] {
  const hash: KeySchemaElement = { AttributeName: hashKey.name, KeyType: 'HASH' };
  return rangeKey ? [hash, { AttributeName: rangeKey.name, KeyType: 'RANGE' }] : [hash];
}

// Only key attributes are declared, and each once, however many indexes use it.
function attributeDefinitions(keyed: readonly Keyed[]): CreateTableCommandInput['AttributeDefinitions'] {
  const keys = keyed.flatMap(({ hashKey, rangeKey }) => (rangeKey ? [hashKey, rangeKey] : [hashKey]));
  const types = new Map(keys.map(({ name, type }) => [name, type]));
  return [...types].map(([AttributeName, AttributeType]) => ({ AttributeName, AttributeType }));
}

import declared from './tables.json' with { type: 'json' };

export type TableName = keyof typeof declared;

export interface KeyDeclaration {
  readonly name: string;
  readonly type: 'S' | 'N' | 'B';
}

export interface IndexDeclaration {
  readonly name: string;
  readonly hashKey: KeyDeclaration;
  readonly rangeKey?: KeyDeclaration;
  /** `ALL`, or the attributes that the index carries beside the keys. */
  readonly projection: 'ALL' | readonly string[];
}

/** One table, as `tables.json` declares it. The Terraform configuration reads the same file. */
export interface TableDeclaration {
  readonly description: string;
  readonly hashKey: KeyDeclaration;
  readonly rangeKey?: KeyDeclaration;
  readonly globalIndexes?: readonly IndexDeclaration[];
  /** The attribute that holds the expiry in epoch seconds. Expired items stay readable for hours: filter on read. */
  readonly ttlAttribute?: string;
  readonly stream?: 'NEW_AND_OLD_IMAGES' | 'NEW_IMAGE' | 'OLD_IMAGE' | 'KEYS_ONLY';
  readonly pointInTimeRecovery: boolean;
  readonly encryption: 'KMS' | 'OWNED';
  readonly billingMode: 'PAY_PER_REQUEST';
}

export const TABLES = declared as Readonly<Record<TableName, TableDeclaration>>;
export const TABLE_NAMES = Object.keys(TABLES) as TableName[];

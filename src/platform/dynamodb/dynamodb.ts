import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { CONFIG, type Config } from '../config/index.ts';
import { createClient } from './client.ts';
import type { TableName } from './tables.ts';

/**
 * DynamoDB's document client. Whole numbers above 2^53 are read as bigint and smaller ones as number. Fractions are kept as
 * strings, for long ones lose digits.
 */
@Injectable()
export class DynamoDb implements OnApplicationShutdown {
  readonly document: DynamoDBDocumentClient;
  private readonly prefix: string;

  constructor(@Inject(CONFIG) config: Config) {
    this.prefix = config.dynamodb.tablePrefix;
    this.document = DynamoDBDocumentClient.from(createClient(config.dynamodb), {
      marshallOptions: { removeUndefinedValues: true },
    });
  }

  /** The name that the table has in this deployment. */
  table(name: TableName): string {
    return `${this.prefix}${name}`;
  }

  onApplicationShutdown(): void {
    this.document.destroy();
  }
}

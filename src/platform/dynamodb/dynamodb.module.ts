import { Global, Module } from '@nestjs/common';
import { DynamoDb } from './dynamodb.ts';

@Global()
@Module({ providers: [DynamoDb], exports: [DynamoDb] })
export class DynamoDbModule {}

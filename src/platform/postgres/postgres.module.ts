import { Global, Module } from '@nestjs/common';
import { Postgres } from './postgres.ts';
import { Transactions } from './transactions.ts';

@Global()
@Module({ providers: [Postgres, Transactions], exports: [Postgres, Transactions] })
export class PostgresModule {}

import { Module } from '@nestjs/common';
import { Codes } from './codes.ts';
import { Once } from './once.ts';
import { OneTimeSecrets } from './one-time-secrets.repository.ts';
import { Quotas } from './quotas.ts';
import { SentCodes } from './sent-codes.ts';
import { Tickets } from './tickets.ts';

@Module({
  providers: [OneTimeSecrets, Codes, SentCodes, Tickets, Quotas, Once],
  exports: [SentCodes, Tickets, Quotas, Once],
})
export class OneTimeModule {}

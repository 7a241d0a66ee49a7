import { Module } from '@nestjs/common';
import { Codes } from './codes.ts';
import { OneTimeSecrets } from './one-time-secrets.repository.ts';
import { Quotas } from './quotas.ts';
import { Tickets } from './tickets.ts';

@Module({ providers: [OneTimeSecrets, Codes, Tickets, Quotas], exports: [Codes, Tickets, Quotas] })
export class OneTimeModule {}

import { Module } from '@nestjs/common';
import { Codes } from './codes.ts';
import { Once } from './once.ts';
import { OneTimeSecrets } from './one-time-secrets.repository.ts';
import { Quotas } from './quotas.ts';
import { Tickets } from './tickets.ts';

@Module({ providers: [OneTimeSecrets, Codes, Tickets, Quotas, Once], exports: [Codes, Tickets, Quotas, Once] })
export class OneTimeModule {}

import { Module } from '@nestjs/common';
import { AggregateTransfers } from './aggregate-transfers.use-case.ts';
import { AnchorsController } from './anchors.controller.ts';
import { BooksController } from './books.controller.ts';
import { BusinessDaysController } from './business-days.controller.ts';
import { CloseBusinessDay } from './close-business-day.use-case.ts';
import { ListAccounts } from './list-accounts.use-case.ts';
import { ListAnchors } from './list-anchors.use-case.ts';
import { ListBusinessDays } from './list-business-days.use-case.ts';
import { ReportsController } from './reports.controller.ts';

@Module({
  controllers: [BooksController, BusinessDaysController, AnchorsController, ReportsController],
  providers: [AggregateTransfers, ListAccounts, CloseBusinessDay, ListBusinessDays, ListAnchors],
})
export class BooksModule {}

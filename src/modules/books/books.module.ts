import { Module } from '@nestjs/common';
import { BooksController } from './books.controller.ts';
import { BusinessDaysController } from './business-days.controller.ts';
import { CloseBusinessDay } from './close-business-day.use-case.ts';
import { ListAccounts } from './list-accounts.use-case.ts';
import { ListBusinessDays } from './list-business-days.use-case.ts';

@Module({
  controllers: [BooksController, BusinessDaysController],
  providers: [ListAccounts, CloseBusinessDay, ListBusinessDays],
})
export class BooksModule {}

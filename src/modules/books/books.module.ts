import { Module } from '@nestjs/common';
import { ListAccounts } from './list-accounts.use-case.ts';
import { BooksController } from './books.controller.ts';

@Module({ controllers: [BooksController], providers: [ListAccounts] })
export class BooksModule {}

import { Module } from '@nestjs/common';
import { BooksController } from './books.controller.ts';

@Module({ controllers: [BooksController] })
export class BooksModule {}

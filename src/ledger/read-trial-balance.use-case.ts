import { Injectable } from '@nestjs/common';
import { BooksRepository, type TrialBalanceLine } from './books.repository.ts';

/** The trial balance now, or as of a moment by effective time. One line an asset; its two sides must be equal. */
@Injectable()
export class ReadTrialBalance {
  constructor(private readonly books: BooksRepository) {}

  execute(asOf?: Date): Promise<TrialBalanceLine[]> {
    return this.books.trialBalance(asOf);
  }
}

import { Injectable } from '@nestjs/common';
import { type BookCounts, BooksRepository } from './books.repository.ts';
import type { BrokenInvariant } from './invariants.ts';

export interface Verification {
  readonly ok: boolean;
  readonly checked: BookCounts;
  readonly problems: readonly BrokenInvariant[];
}

/** Checks everything that must always be true of the ledger, in one snapshot. Refuses job_running while another check goes on. */
@Injectable()
export class VerifyBooks {
  constructor(private readonly books: BooksRepository) {}

  async execute(): Promise<Verification> {
    const { problems, counts } = await this.books.verify();
    return { ok: problems.length === 0, checked: counts, problems };
  }
}

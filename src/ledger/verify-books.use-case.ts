import { Injectable } from '@nestjs/common';
import { BooksRepository } from './books.repository.ts';
import type { BrokenInvariant } from './invariants.ts';

export interface Verification {
  readonly ok: boolean;
  readonly checked: { readonly accounts: number; readonly transfers: number; readonly entries: number };
  readonly problems: readonly BrokenInvariant[];
}

/** Checks everything that must always be true of the ledger, in one snapshot. */
@Injectable()
export class VerifyBooks {
  constructor(private readonly books: BooksRepository) {}

  async execute(): Promise<Verification> {
    const problems = await this.books.findBroken();
    return { ok: problems.length === 0, checked: await this.books.counts(), problems };
  }
}

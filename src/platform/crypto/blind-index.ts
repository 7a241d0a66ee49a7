import { createHmac } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { KeyRing } from './key-ring.ts';

/** There is one: with another, what is indexed could not be found by it, and what it was made of is not kept. */
const VERSION = 1;

/**
 * Finds what is sealed without opening it: the same value of the same column has the same index (HMAC-SHA256 with a key that seals
 * nothing), and who has no key cannot try values out.
 */
@Injectable()
export class BlindIndex {
  constructor(private readonly ring: KeyRing) {}

  of(value: string, { table, column }: { readonly table: string; readonly column: string }): string {
    const key = this.ring.held('index', VERSION);
    return createHmac('sha256', key).update(`${table}.${column}\0${value}`).digest('base64url');
  }
}

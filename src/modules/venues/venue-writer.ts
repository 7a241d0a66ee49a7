import { Injectable } from '@nestjs/common';
import { audit } from '../../platform/audit/index.ts';
import { type Tx, Transactions } from '../../platform/postgres/index.ts';
import { NearbyCache } from './nearby-cache.repository.ts';
import { StaffRepository } from './staff.repository.ts';
import type { Venue } from './venue.ts';
import { VenuesRepository } from './venues.repository.ts';

/** Writes venues, and makes the cached searches forget what they knew once that is committed. */
@Injectable()
export class VenueWriter {
  constructor(
    private readonly transactions: Transactions,
    private readonly venues: VenuesRepository,
    private readonly staff: StaffRepository,
    private readonly cache: NearbyCache,
  ) {}

  async insert(venue: Venue, managerId: string): Promise<void> {
    await this.change(async (tx) => {
      await this.venues.insert(tx, venue);
      await this.staff.add(tx, venue.id, { userId: managerId, role: 'manager', createdAt: venue.createdAt });
      await audit.record(tx, { service: 'venues', action: 'venue.opened', subjectId: venue.id, after: venue });
    });
  }

  async change<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    const result = await this.transactions.run(work);
    await this.cache.forget();
    return result;
  }
}

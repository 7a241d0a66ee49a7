import { Injectable } from '@nestjs/common';
import { Ledger } from '../../ledger/index.ts';
import { Clock } from '../../shared/clock.ts';
import { Ids } from '../../shared/ids.ts';
import { refuse } from '../../shared/refusal.ts';
import { roundDegrees } from './great-circle.ts';
import type { Venue } from './venue.ts';
import { VenueWriter } from './venue-writer.ts';

interface CreateVenueCommand {
  readonly creatorId: string;
  readonly name: string;
  readonly address: string;
  readonly currency: string;
  readonly latitude: number;
  readonly longitude: number;
  readonly coverImageUrl?: string | null;
}

/** Opens a venue; its creator becomes its manager. Refuses `currency_not_supported`. */
@Injectable()
export class CreateVenue {
  constructor(
    private readonly ledger: Ledger,
    private readonly writer: VenueWriter,
    private readonly ids: Ids,
    private readonly clock: Clock,
  ) {}

  async execute({ creatorId, coverImageUrl = null, ...given }: CreateVenueCommand): Promise<Venue> {
    if (!(await this.ledger.supports(given.currency))) {
      throw refuse('currency_not_supported', `${given.currency} is not supported`);
    }
    const now = this.clock.now();
    const made = { version: 1, createdAt: now, updatedAt: now };
    const position = { latitude: roundDegrees(given.latitude), longitude: roundDegrees(given.longitude) };
    const venue: Venue = { ...given, ...position, id: this.ids.next(), coverImageUrl, status: 'open', ...made };
    await this.writer.insert(venue, creatorId);
    return venue;
  }
}

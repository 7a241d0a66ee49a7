import { Injectable } from '@nestjs/common';
import { audit } from '../../platform/audit/index.ts';
import { Clock } from '../../shared/clock.ts';
import type { Principal } from '../../shared/principal.ts';
import { refuse } from '../../shared/refusal.ts';
import { demandVersion, type ExpectedVersions } from './expected-version.ts';
import { roundDegrees } from './great-circle.ts';
import type { Venue, VenueChanges } from './venue.ts';
import { VenueManagers } from './venue-managers.ts';
import { VenueWriter } from './venue-writer.ts';
import { VenuesRepository } from './venues.repository.ts';

interface UpdateVenueCommand {
  readonly venueId: string;
  readonly changes: VenueChanges;
  readonly expected: ExpectedVersions;
}

/** Changes a venue. Refuses `not_found`, `forbidden` (who does not manage it) and `stale_version`. */
@Injectable()
export class UpdateVenue {
  constructor(
    private readonly managers: VenueManagers,
    private readonly venues: VenuesRepository,
    private readonly writer: VenueWriter,
    private readonly clock: Clock,
  ) {}

  async execute(caller: Principal, { venueId, changes, expected }: UpdateVenueCommand): Promise<Venue> {
    await this.managers.demand(caller, venueId);
    return this.writer.change(async (tx) => {
      const venue = await this.venues.lock(tx, venueId);
      if (!venue) throw refuse('not_found');
      demandVersion(venue.version, expected);
      const after = await this.venues.update(tx, venueId, { ...changes, ...rounded(changes) }, this.clock.now());
      await audit.record(tx, { service: 'venues', action: 'venue.changed', subjectId: venueId, before: venue, after });
      return after;
    });
  }
}

function rounded({ latitude, longitude }: VenueChanges): Pick<VenueChanges, 'latitude' | 'longitude'> {
  const round = (degrees: number | undefined): number | undefined =>
    degrees === undefined ? undefined : roundDegrees(degrees);
  return { latitude: round(latitude), longitude: round(longitude) };
}

import { Injectable } from '@nestjs/common';
import type { Principal } from '../../shared/principal.ts';
import type { ExpectedVersions } from './expected-version.ts';
import { MenuWriter } from './menu-writer.ts';
import type { MenuItem, MenuItemChanges, Venue } from './venue.ts';
import { VenueManagers } from './venue-managers.ts';

interface UpdateMenuItemCommand {
  readonly venueId: string;
  readonly itemId: string;
  readonly changes: MenuItemChanges;
  readonly expected: ExpectedVersions;
}

/** Changes an item on a menu; orders keep the price they were made at. Refuses `not_found`, `forbidden` and `stale_version`. */
@Injectable()
export class UpdateMenuItem {
  constructor(
    private readonly managers: VenueManagers,
    private readonly writer: MenuWriter,
  ) {}

  async execute(caller: Principal, command: UpdateMenuItemCommand): Promise<{ venue: Venue; item: MenuItem }> {
    const { venueId, itemId, changes, expected } = command;
    const venue = await this.managers.demand(caller, venueId);
    return { venue, item: await this.writer.update({ venueId, id: itemId }, changes, expected) };
  }
}

import { Injectable } from '@nestjs/common';
import { Clock } from '../../shared/clock.ts';
import { Ids } from '../../shared/ids.ts';
import type { Principal } from '../../shared/principal.ts';
import { MenuWriter } from './menu-writer.ts';
import type { MenuItem, Venue } from './venue.ts';
import { VenueManagers } from './venue-managers.ts';

interface AddMenuItemCommand {
  readonly venueId: string;
  readonly name: string;
  readonly price: bigint;
  readonly category?: string | null;
}

/** Puts an item on a venue's menu, available at once. Refuses `not_found` and `forbidden` (who does not manage the venue). */
@Injectable()
export class AddMenuItem {
  constructor(
    private readonly managers: VenueManagers,
    private readonly writer: MenuWriter,
    private readonly ids: Ids,
    private readonly clock: Clock,
  ) {}

  async execute(caller: Principal, command: AddMenuItemCommand): Promise<{ venue: Venue; item: MenuItem }> {
    const venue = await this.managers.demand(caller, command.venueId);
    const { venueId, name, price, category = null } = command;
    const now = this.clock.now();
    const made = { available: true, version: 1, createdAt: now, updatedAt: now };
    const item = { id: this.ids.next(), venueId, name, category, price, ...made };
    await this.writer.insert(item);
    return { venue, item };
  }
}

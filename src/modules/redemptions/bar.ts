import { Injectable } from '@nestjs/common';
import { refuse } from '../../shared/refusal.ts';
import { Users } from '../users/index.ts';
import { Venues } from '../venues/index.ts';

/** Whom a bartender serves: no more of a guest than the bar needs. */
export interface Guest {
  readonly id: string;
  readonly firstName: string;
}

/** The people on both sides of a bar. */
@Injectable()
export class Bar {
  constructor(
    private readonly venues: Venues,
    private readonly users: Users,
  ) {}

  async isStaff(venueId: string, userId: string): Promise<boolean> {
    return (await this.venues.staffRole(venueId, userId)) !== undefined;
  }

  /** Refuses forbidden to whoever is not on the staff of the venue. */
  async requireStaff(venueId: string, userId: string): Promise<void> {
    if (!(await this.isStaff(venueId, userId))) throw refuse('forbidden', 'This is for the staff of the venue');
  }

  async guest(userId: string): Promise<Guest> {
    const { id, firstName } = await this.users.require(userId);
    return { id, firstName };
  }
}

import { Injectable } from '@nestjs/common';
import { refuse } from '../../shared/refusal.ts';
import type { Presence } from './presence.ts';
import { Presences } from './presences.ts';

/** Where a person is. Refuses `not_found` when they are nowhere, or were not heard of for four hours. */
@Injectable()
export class ReadMyPresence {
  constructor(private readonly presences: Presences) {}

  async execute(userId: string): Promise<Presence> {
    const presence = await this.presences.find(userId);
    if (!presence) throw refuse('not_found', 'You are not checked in');
    return presence;
  }
}

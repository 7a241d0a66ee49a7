import { Injectable } from '@nestjs/common';
import { Clock } from '../../shared/clock.ts';
import { refuse } from '../../shared/refusal.ts';
import { Lookups } from '../settings/index.ts';
import { isOfAge, type ProfileDetails } from './profile.ts';

/** What must be so of what people submit, today and by what operators decided. */
@Injectable()
export class ProfileRules {
  constructor(
    private readonly lookups: Lookups,
    private readonly clock: Clock,
  ) {}

  /** Refuses `age_not_accepted` and `lookup_value_unknown`. */
  demand({ dateOfBirth, documents }: ProfileDetails): void {
    if (!isOfAge(dateOfBirth, this.clock.now())) throw refuse('age_not_accepted');
    this.lookups.demand(
      'document_type',
      documents.map(({ type }) => type),
    );
  }
}

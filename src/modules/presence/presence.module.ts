import { Module } from '@nestjs/common';
import { CountersModule } from '../counters/index.ts';
import { GroupsModule } from '../groups/index.ts';
import { SettingsModule } from '../settings/index.ts';
import { UsersModule } from '../users/index.ts';
import { VenuesModule } from '../venues/index.ts';
import { CheckIn } from './check-in.use-case.ts';
import { CountVisitors } from './count-visitors.use-case.ts';
import { ExpiredPresences } from './expired-presences.ts';
import { FindNearbyVenues } from './find-nearby-venues.use-case.ts';
import { FriendsPresent } from './friends-present.ts';
import { ListVisitors } from './list-visitors.use-case.ts';
import { NearbyController } from './nearby.controller.ts';
import { PresenceController } from './presence.controller.ts';
import { PresenceMoves } from './presence-moves.repository.ts';
import { Presences } from './presences.ts';
import { PresencesRepository } from './presences.repository.ts';
import { ReadMyPresence } from './read-my-presence.use-case.ts';
import { RecountedVenues } from './recounted-venues.ts';
import { RecountVenuesJob } from './recount-venues.job.ts';
import { VisitorsController } from './visitors.controller.ts';

const USE_CASES = [CheckIn, CountVisitors, FindNearbyVenues, ListVisitors, ReadMyPresence];

@Module({
  imports: [SettingsModule, UsersModule, VenuesModule, GroupsModule, CountersModule],
  controllers: [NearbyController, PresenceController, VisitorsController],
  providers: [
    ...USE_CASES,
    Presences,
    FriendsPresent,
    ExpiredPresences,
    RecountedVenues,
    PresenceMoves,
    PresencesRepository,
    RecountVenuesJob,
  ],
  exports: [Presences],
})
export class PresenceModule {}

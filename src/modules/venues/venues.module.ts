import { Module } from '@nestjs/common';
import { UsersModule } from '../users/index.ts';
import { AddMenuItem } from './add-menu-item.use-case.ts';
import { AddStaff } from './add-staff.use-case.ts';
import { CreateVenue } from './create-venue.use-case.ts';
import { ListStaff } from './list-staff.use-case.ts';
import { MenuCache } from './menu-cache.repository.ts';
import { MenuController } from './menu.controller.ts';
import { MenuRepository } from './menu.repository.ts';
import { Menu } from './menu.ts';
import { MenuWriter } from './menu-writer.ts';
import { NearbyCache } from './nearby-cache.repository.ts';
import { NearbyVenues } from './nearby-venues.ts';
import { RemoveStaff } from './remove-staff.use-case.ts';
import { StaffController } from './staff.controller.ts';
import { StaffRepository } from './staff.repository.ts';
import { StaffWriter } from './staff-writer.ts';
import { UpdateMenuItem } from './update-menu-item.use-case.ts';
import { UpdateVenue } from './update-venue.use-case.ts';
import { VenueManagers } from './venue-managers.ts';
import { VenueWriter } from './venue-writer.ts';
import { VenuesController } from './venues.controller.ts';
import { VenuesRepository } from './venues.repository.ts';
import { Venues } from './venues.ts';

const USE_CASES = [CreateVenue, UpdateVenue, AddMenuItem, UpdateMenuItem, AddStaff, RemoveStaff, ListStaff];
const WRITERS = [VenueWriter, MenuWriter, StaffWriter];
const REPOSITORIES = [VenuesRepository, MenuRepository, StaffRepository, NearbyCache, MenuCache];

@Module({
  imports: [UsersModule],
  controllers: [VenuesController, MenuController, StaffController],
  providers: [...USE_CASES, ...WRITERS, ...REPOSITORIES, Menu, VenueManagers, Venues, NearbyVenues],
  exports: [Venues, NearbyVenues],
})
export class VenuesModule {}

export { distanceMeters, type Position } from './great-circle.ts';
export { NearbyVenues, type NearbyVenue } from './nearby-venues.ts';
export { DEFAULT_RADIUS, MAX_RADIUS_M, radiusMeters } from './radius.ts';
export type { MenuItem, StaffRole, Venue, VenueStatus } from './venue.ts';
export { Venues } from './venues.ts';
export { VenuesModule } from './venues.module.ts';

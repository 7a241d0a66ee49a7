export { CountersModule } from './counters.module.ts';
export { VenueCounts, type VenueCount } from './venue-counts.ts';
export type { CountChange } from './venue-counts.repository.ts';

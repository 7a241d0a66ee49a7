import { Module } from '@nestjs/common';
import { VenueCountsRepository } from './venue-counts.repository.ts';
import { VenueCounts } from './venue-counts.ts';

@Module({ providers: [VenueCounts, VenueCountsRepository], exports: [VenueCounts] })
export class CountersModule {}

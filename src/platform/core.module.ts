import { Global, Module } from '@nestjs/common';
import { Clock } from '../shared/clock.ts';
import { Ids } from '../shared/ids.ts';

/** What nearly everything needs: the time, and ids. */
@Global()
@Module({ providers: [Clock, Ids], exports: [Clock, Ids] })
export class CoreModule {}

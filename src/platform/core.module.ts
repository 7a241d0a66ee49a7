import { Global, Module } from '@nestjs/common';
import { Clock } from '../shared/clock.ts';
import { Ids } from '../shared/ids.ts';
import { SecretBox } from './crypto/index.ts';

/** What nearly everything needs: the time, ids, and the box that seals secrets at rest. */
@Global()
@Module({ providers: [Clock, Ids, SecretBox], exports: [Clock, Ids, SecretBox] })
export class CoreModule {}

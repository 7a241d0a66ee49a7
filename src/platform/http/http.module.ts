import { Global, Module } from '@nestjs/common';
import { APP_FILTER, APP_PIPE } from '@nestjs/core';
import { Drain } from './drain.ts';
import { ProblemFilter } from './problem.filter.ts';
import { UnaskedQuery } from './unasked-query.guard.ts';
import { createValidationPipe } from './validation.pipe.ts';

/** The auth module registers `UnaskedQuery` for every route, after the guards that find out who asks and whether they may. */
@Global()
@Module({
  providers: [
    Drain,
    UnaskedQuery,
    { provide: APP_FILTER, useClass: ProblemFilter },
    { provide: APP_PIPE, useFactory: createValidationPipe },
  ],
  exports: [Drain, UnaskedQuery],
})
export class HttpModule {}

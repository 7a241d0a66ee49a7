import { Global, Module } from '@nestjs/common';
import { APP_FILTER, APP_INTERCEPTOR, APP_PIPE } from '@nestjs/core';
import { Drain } from './drain.ts';
import { ProblemFilter } from './problem.filter.ts';
import { UnaskedQuery } from './unasked-query.interceptor.ts';
import { createValidationPipe } from './validation.pipe.ts';

@Global()
@Module({
  providers: [
    Drain,
    { provide: APP_FILTER, useClass: ProblemFilter },
    { provide: APP_INTERCEPTOR, useClass: UnaskedQuery },
    { provide: APP_PIPE, useFactory: createValidationPipe },
  ],
  exports: [Drain],
})
export class HttpModule {}

import { Global, Module } from '@nestjs/common';
import { APP_FILTER, APP_PIPE } from '@nestjs/core';
import { Drain } from './drain.ts';
import { ProblemFilter } from './problem.filter.ts';
import { createValidationPipe } from './validation.pipe.ts';

@Global()
@Module({
  providers: [
    Drain,
    { provide: APP_FILTER, useClass: ProblemFilter },
    { provide: APP_PIPE, useFactory: createValidationPipe },
  ],
  exports: [Drain],
})
export class HttpModule {}

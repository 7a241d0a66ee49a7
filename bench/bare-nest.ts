// Child: the limit of HTTP. Nest on Fastify, the API's own DTO and validation, and no database behind it.
import 'reflect-metadata';
import { Body, Controller, Module, Post } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { MakeTransferDto as MakeTransferDtoClass } from '../src/modules/transfers/make-transfer.dto.ts';
import type { createValidationPipe as CreateValidationPipe } from '../src/platform/http/validation.pipe.ts';
import { endWithParent, tell } from './child-side.ts';
import { built } from './in-app.ts';

class LimitController {
  make(body: MakeTransferDtoClass): object {
    return { ...body, status: 'posted' };
  }
}

class LimitModule {}

endWithParent();
const { MakeTransferDto } = await built<{ MakeTransferDto: typeof MakeTransferDtoClass }>(
  'modules/transfers/make-transfer.dto.js',
);
const { createValidationPipe } = await built<{ createValidationPipe: typeof CreateValidationPipe }>(
  'platform/http/validation.pipe.js',
);

// Type stripping leaves no decorators, so they are called as the functions they are.
const { prototype } = LimitController;
Reflect.defineMetadata('design:paramtypes', [MakeTransferDto], prototype, 'make');
Body()(prototype, 'make', 0);
Post()(prototype, 'make', Object.getOwnPropertyDescriptor(prototype, 'make') ?? {});
Controller('transfers')(LimitController);
Module({ controllers: [LimitController] })(LimitModule);

const app = await NestFactory.create<NestFastifyApplication>(LimitModule, new FastifyAdapter(), {
  logger: ['warn', 'error'],
});
app.useGlobalPipes(createValidationPipe());
await app.listen(0, '127.0.0.1');
tell({ ready: true, port: Number(new URL(await app.getUrl()).port) });

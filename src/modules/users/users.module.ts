import { Module } from '@nestjs/common';
import { MeController } from './me.controller.ts';
import { UsersRepository } from './users.repository.ts';
import { Users } from './users.ts';

@Module({
  controllers: [MeController],
  providers: [Users, UsersRepository],
  exports: [Users],
})
export class UsersModule {}

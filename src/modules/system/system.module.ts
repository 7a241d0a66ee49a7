import { Module } from '@nestjs/common';
import { DescribeSystem } from './describe-system.use-case.ts';
import { SystemController } from './system.controller.ts';

@Module({ controllers: [SystemController], providers: [DescribeSystem] })
export class SystemModule {}

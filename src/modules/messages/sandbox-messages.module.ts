import { type DynamicModule, Module } from '@nestjs/common';
import type { Config } from '../../platform/config/index.ts';
import { hasSandbox } from '../../platform/messages/index.ts';
import { SandboxMessagesController } from './sandbox-messages.controller.ts';

/** The route that shows what the sandbox took; only where there is one. */
@Module({})
export class SandboxMessagesModule {
  static with(config: Config): DynamicModule {
    return { module: SandboxMessagesModule, controllers: hasSandbox(config) ? [SandboxMessagesController] : [] };
  }
}

import { Module } from '@nestjs/common';
import { AccessModule } from '../access/index.ts';
import { MessagesModule } from '../messages/index.ts';
import { UsersModule } from '../users/index.ts';
import { ApiKeyCleanup } from './api-key-cleanup.job.ts';
import { ApiKeyGuard } from './api-key.guard.ts';
import { ApiKeysController } from './api-keys.controller.ts';
import { ApiKeysRepository } from './api-keys.repository.ts';
import { CreateApiKey } from './create-api-key.use-case.ts';
import { KeyChanges } from './key-changes.ts';
import { KeyHolders } from './key-holders.ts';
import { KeyNews } from './key-news.ts';
import { KeyUses } from './key-uses.ts';
import { ListApiKeys } from './list-api-keys.use-case.ts';
import { RevokeAllKeys } from './revoke-all-keys.ts';
import { RevokeApiKey } from './revoke-api-key.use-case.ts';
import { RotateApiKey } from './rotate-api-key.use-case.ts';

/** Keys by which programs ask in a person's name: made, rotated and revoked by the person, and let in by a guard. */
@Module({
  imports: [AccessModule, MessagesModule, UsersModule],
  controllers: [ApiKeysController],
  providers: [
    ...[ApiKeysRepository, KeyHolders, KeyUses, KeyNews, KeyChanges, ApiKeyGuard],
    ...[CreateApiKey, RotateApiKey, RevokeApiKey, RevokeAllKeys, ListApiKeys, ApiKeyCleanup],
  ],
  exports: [ApiKeyGuard, RevokeAllKeys],
})
export class ApiKeysModule {}

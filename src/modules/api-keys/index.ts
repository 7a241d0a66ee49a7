export { ApiKeyGuard } from './api-key.guard.ts';
export { ApiKeysModule } from './api-keys.module.ts';
export { RevokeAllKeys } from './revoke-all-keys.ts';

export { ApiKeyGuard } from './api-key.guard.ts';
export { ApiKeysModule } from './api-keys.module.ts';

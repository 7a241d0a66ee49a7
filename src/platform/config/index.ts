export { CONFIG, ConfigurationError, loadConfig, type Config } from './config.ts';
export type { SocialCredentials, SocialProviders } from './social.ts';
export { ConfigModule } from './config.module.ts';

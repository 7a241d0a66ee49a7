export { CONFIG, ConfigurationError, loadConfig, type Config } from './config.ts';
export { ConfigModule } from './config.module.ts';

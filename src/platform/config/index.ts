export { CONFIG, loadConfig, type Config } from './config.ts';
export { ConfigModule } from './config.module.ts';

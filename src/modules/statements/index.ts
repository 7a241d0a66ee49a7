export { StatementsModule } from './statements.module.ts';

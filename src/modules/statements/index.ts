export { StatementFiles } from './statement-files.ts';
export { StatementsModule } from './statements.module.ts';

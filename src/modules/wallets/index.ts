export { AmountLimits } from './amount-limits.ts';
export { DryRunDto, DryRunQueryDto } from './dry-run.dto.ts';
export { DryRunnable } from './dry-runnable.ts';
export { DryRuns, type TriedResult } from './dry-runs.ts';
export { isDryRun } from './is-dry-run.ts';
export { MovementGuard } from './movement-guard.ts';
export { Wallets } from './wallets.ts';
export { WalletsModule } from './wallets.module.ts';

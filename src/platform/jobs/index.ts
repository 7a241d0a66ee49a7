export { cleanupJob } from './cleanup-job.ts';
export { inChunks } from './in-chunks.ts';
export { JobInterrupted, type JobContext, type JobDefinition, type JobRun, type JobStatus } from './job.ts';
export { JobRuns } from './job-runs.repository.ts';
export { Jobs } from './jobs.ts';
export { JobsModule } from './jobs.module.ts';

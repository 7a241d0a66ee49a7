import { Injectable } from '@nestjs/common';
import { refuse } from '../../shared/refusal.ts';
import type { JobDefinition, JobRun } from './job.ts';
import { JobRunner } from './job-runner.ts';

/** The jobs of this process. A module registers its own in `onModuleInit`. */
@Injectable()
export class Jobs {
  private readonly definitions = new Map<string, JobDefinition>();

  constructor(private readonly runner: JobRunner) {}

  /** Throws when the name is taken: two jobs of one name would shut each other out. */
  register(definition: JobDefinition): void {
    if (this.definitions.has(definition.name)) throw new Error(`job ${definition.name} is registered twice`);
    this.definitions.set(definition.name, definition);
  }

  /** In the order of their names. */
  list(): readonly JobDefinition[] {
    return [...this.definitions.values()].sort((a, b) => a.name.localeCompare(b.name));
  }

  /** Refuses not_found. */
  require(name: string): JobDefinition {
    const definition = this.definitions.get(name);
    if (definition === undefined) throw refuse('not_found', 'There is no job of this name');
    return definition;
  }

  /** Runs the job now and waits for its end. Refuses not_found, job_running. A job that fails is a run with status failed. */
  async runNow(name: string): Promise<JobRun> {
    return (await this.start(name)).finished;
  }

  /** Starts the job now. `run` is its row; `finished` resolves, and never rejects, with what became of it. Refuses as `runNow`. */
  async start(name: string): Promise<{ run: JobRun; finished: Promise<JobRun> }> {
    const definition = this.require(name);
    const started = await this.runner.startNow(definition);
    if (started === undefined) throw refuse('job_running', `The job ${name} is running`);
    return started;
  }
}

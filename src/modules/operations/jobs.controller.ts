import { Controller, Get, Param, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { Permission } from '../../platform/http/access.ts';
import { JobListDto, JobRunDto } from './job.dto.ts';
import { ListJobs } from './list-jobs.use-case.ts';
import { RunJob } from './run-job.use-case.ts';

@ApiTags('operations')
@ApiBearerAuth()
@Controller('admin/jobs')
export class JobsController {
  constructor(
    private readonly listJobs: ListJobs,
    private readonly runJob: RunJob,
  ) {}

  /** The jobs, and how the last run of each went. */
  @Get()
  @Permission('jobs:read')
  async list(): Promise<JobListDto> {
    return JobListDto.from(await this.listJobs.execute());
  }

  /** Runs a job now. Waits up to 5 s for its end; a longer run is answered as running. */
  @Post(':name/run')
  @Permission('jobs:run')
  async run(@Param('name') name: string): Promise<JobRunDto> {
    return JobRunDto.from(await this.runJob.execute({ name }));
  }
}

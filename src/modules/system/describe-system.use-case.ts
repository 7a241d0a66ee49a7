import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { Readiness } from '../../platform/observability/index.ts';
import { Clock } from '../../shared/clock.ts';
import type { BuildDto, SystemDto } from './system.dto.ts';

/** What runs here, since when, and how its stores are. Refuses nothing: a store that is down is part of the answer. */
@Injectable()
export class DescribeSystem {
  private readonly build: BuildDto;

  constructor(
    private readonly readiness: Readiness,
    clock: Clock,
  ) {
    this.build = { version: packageVersion(), node: process.version, startedAt: clock.now().toISOString() };
  }

  async execute(): Promise<SystemDto> {
    const { status, stores } = await this.readiness.check();
    return { status, build: this.build, stores: Object.entries(stores).map(([name, state]) => ({ name, ...state })) };
  }
}

function packageVersion(): string {
  const { version } = JSON.parse(readFileSync(join(process.cwd(), 'package.json'), 'utf8')) as { version: string };
  return version;
}

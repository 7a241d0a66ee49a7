import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { Readiness, type ReadinessState, type StoreState } from '../../platform/observability/index.ts';
import { Clock } from '../../shared/clock.ts';

export interface Build {
  readonly version: string;
  readonly node: string;
  readonly startedAt: string;
}

export interface SystemState {
  readonly status: ReadinessState['status'];
  readonly build: Build;
  readonly stores: (StoreState & { readonly name: string })[];
}

/** What runs here, since when, and how its stores are. Refuses nothing: a store that is down is part of the answer. */
@Injectable()
export class DescribeSystem {
  private readonly build: Build;

  constructor(
    private readonly readiness: Readiness,
    clock: Clock,
  ) {
    this.build = { version: packageVersion(), node: process.version, startedAt: clock.now().toISOString() };
  }

  async execute(): Promise<SystemState> {
    const { status, stores } = await this.readiness.check();
    return { status, build: this.build, stores: Object.entries(stores).map(([name, state]) => ({ name, ...state })) };
  }
}

function packageVersion(): string {
  const { version } = JSON.parse(readFileSync(join(process.cwd(), 'package.json'), 'utf8')) as { version: string };
  return version;
}

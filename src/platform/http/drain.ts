import { type BeforeApplicationShutdown, Inject, Injectable } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { Server } from 'node:http';
import { CONFIG, type Config } from '../config/index.ts';

/**
 * Whether this process is on its way out. From the first moment on readiness fails and answers ask clients to go
 * elsewhere; what is in flight may finish until the grace time is over, then its connections are cut.
 */
@Injectable()
export class Drain implements BeforeApplicationShutdown {
  private readonly controller = new AbortController();

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly adapterHost: HttpAdapterHost,
  ) {}

  /** Aborted when draining begins: long-lived answers such as event streams end on it. */
  get signal(): AbortSignal {
    return this.controller.signal;
  }

  get draining(): boolean {
    return this.controller.signal.aborted;
  }

  begin(): void {
    this.controller.abort();
  }

  beforeApplicationShutdown(): void {
    this.begin();
    const server = this.adapterHost.httpAdapter.getHttpServer() as Server;
    setTimeout(() => server.closeAllConnections(), this.config.shutdownGraceMs).unref();
  }
}

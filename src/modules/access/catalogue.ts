import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { PERMISSIONS } from '../../platform/http/permissions.ts';
import { AccessRepository } from './access.repository.ts';

const ENTRIES = Object.entries(PERMISSIONS).map(([name, description]) => ({ name, description }));

/** Keeps the table of permissions equal to the catalogue in code: when the application starts, and before roles are first read. */
@Injectable()
export class Catalogue implements OnApplicationBootstrap {
  private readonly logger = new Logger(Catalogue.name);
  private putting: Promise<void> | undefined;

  constructor(private readonly repository: AccessRepository) {}

  async onApplicationBootstrap(): Promise<void> {
    // Without PostgreSQL the process starts and is not ready; who needs the catalogue first puts it there.
    await this.ready().catch((error: unknown) => this.logger.warn(`the permissions wait: ${String(error)}`));
  }

  /** Resolves once the table has every permission of this code. Throws what PostgreSQL throws, and tries anew the next time. */
  ready(): Promise<void> {
    this.putting ??= this.repository.putCatalogue(ENTRIES).catch((error: unknown) => {
      this.putting = undefined;
      throw error;
    });
    return this.putting;
  }
}

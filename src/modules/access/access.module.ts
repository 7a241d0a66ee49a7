import { Module } from '@nestjs/common';
import { AccessCache } from './access-cache.repository.ts';
import { AccessChanges } from './access-changes.ts';
import { AccessRepository } from './access.repository.ts';
import { Administration } from './administration.ts';
import { AccessHistoryController } from './access-history.controller.ts';
import { AccessHistory } from './access-history.repository.ts';
import { Catalogue } from './catalogue.ts';
import { ChangeRole } from './change-role.use-case.ts';
import { CreateRole } from './create-role.use-case.ts';
import { EndAccess } from './end-access.use-case.ts';
import { EndedSessionCleanup } from './ended-session-cleanup.job.ts';
import { GrantRoles } from './grant-roles.use-case.ts';
import { Principals } from './principals.ts';
import { ReadAccessHistory } from './read-access-history.use-case.ts';
import { ReadRoles } from './read-roles.use-case.ts';
import { RolesController } from './roles.controller.ts';
import { RolesRepository } from './roles.repository.ts';

/** Who may what: roles and permissions as data, and what each request is allowed by them. */
@Module({
  controllers: [RolesController, AccessHistoryController],
  providers: [
    AccessRepository,
    AccessCache,
    AccessChanges,
    RolesRepository,
    Catalogue,
    Principals,
    Administration,
    ReadRoles,
    AccessHistory,
    ReadAccessHistory,
    CreateRole,
    ChangeRole,
    GrantRoles,
    EndAccess,
    EndedSessionCleanup,
  ],
  exports: [Principals, EndAccess, AccessChanges, Administration],
})
export class AccessModule {}

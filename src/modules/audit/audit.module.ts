import { Module } from '@nestjs/common';
import { AuditChains } from './audit-chains.repository.ts';
import { AuditEvents } from './audit-events.repository.ts';
import { AuditLog } from './audit-log.repository.ts';
import { AuditLogsController } from './audit-logs.controller.ts';
import { AuditQueue } from './audit-queue.repository.ts';
import { AuditOrigins } from './audit-origins.ts';
import { ChainEvents } from './chain-events.ts';
import { DeliverAudit } from './deliver-audit.ts';
import { DropRowHistoryJob } from './drop-row-history.job.ts';
import { LogReader } from './log-reader.ts';
import { MakeHistoryPartitionsJob } from './make-history-partitions.job.ts';
import { MoveEvents } from './move-events.ts';
import { NotePostings } from './note-postings.ts';
import { NotedPostings } from './noted-postings.repository.ts';
import { RelayAudit } from './relay-audit.ts';
import { RowHistory } from './row-history.repository.ts';
import { SealAuditDaysJob } from './seal-audit-days.job.ts';
import { SearchAuditLog } from './search-audit-log.use-case.ts';
import { SendAudit } from './send-audit.ts';
import { VerifyAudit } from './verify-audit.use-case.ts';
import { WatchBacklog } from './watch-backlog.ts';

const STORAGE = [AuditChains, AuditEvents, AuditLog, NotedPostings, RowHistory];

@Module({
  controllers: [AuditLogsController],
  providers: [
    ...STORAGE,
    ...[
      NotePostings,
      ChainEvents,
      DeliverAudit,
      AuditQueue,
      SendAudit,
      MoveEvents,
      RelayAudit,
      WatchBacklog,
      SealAuditDaysJob,
      MakeHistoryPartitionsJob,
      DropRowHistoryJob,
    ],
    ...[AuditOrigins, LogReader, SearchAuditLog, VerifyAudit],
  ],
  exports: [AuditOrigins],
})
export class AuditModule {}

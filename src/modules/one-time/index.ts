export { CODE, CODE_MINUTES, type CodeSubject } from './codes.ts';
export { Once } from './once.ts';
export { OneTimeModule } from './one-time.module.ts';
export { Quotas } from './quotas.ts';
export { type SentCode, SentCodes } from './sent-codes.ts';
export { TICKET, type Ticket, type TicketKind, Tickets } from './tickets.ts';

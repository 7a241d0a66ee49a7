export { type SandboxMessage, SandboxMessages } from './sandbox-messages.ts';
export { MessageRejected } from './sender.ts';
export { Senders } from './senders.ts';
export { hasSandbox, SendersModule } from './senders.module.ts';

export { Messages } from './messages.ts';
export { MessagesModule } from './messages.module.ts';
export { Notices } from './notices.ts';
export { type Channel, CHANNELS } from './queued-message.ts';
export { SandboxMessagesModule } from './sandbox-messages.module.ts';

import { OutboxRelay } from '../../src/platform/events/index.ts';
import { type SandboxMessage, SandboxMessages } from '../../src/platform/messages/index.ts';
import type { TestApp } from '../support/test-app.ts';
import { type IdentityClient, PASSWORD } from './identity-client.ts';

export const NEW_PASSWORD = 'Trivet-demo-2';

/** The routes of passwords, and what people are sent. */
export function passwordCalls(app: () => TestApp, client: () => IdentityClient) {
  const messagesTo = async (email: string): Promise<SandboxMessage[]> => {
    await app().get(OutboxRelay).drain();
    return app().get(SandboxMessages).to(email);
  };
  return {
    messagesTo,
    tokenFor: async (email: string): Promise<string> => {
      await client().call('POST', '/auth/password/forgot', { body: { email } });
      const texts = (await messagesTo(email)).map(({ text }) => /token is (\S{43})/.exec(text)?.[1]);
      return texts.find((token) => token !== undefined) ?? '';
    },
    reset: (token: string, newPassword = NEW_PASSWORD) =>
      client().call('POST', '/auth/password/reset', { body: { token, newPassword } }),
    change: (token: string, more: object = {}) =>
      client().call('POST', '/me/password', {
        token,
        body: { currentPassword: PASSWORD, newPassword: NEW_PASSWORD, ...more },
      }),
  };
}

import { OutboxRelay } from '../../src/platform/events/index.ts';
import { type SandboxMessage, SandboxMessages } from '../../src/platform/messages/index.ts';
import type { TestApp } from '../support/test-app.ts';
import type { Answer, IdentityClient, SignedIn } from './identity-client.ts';

export interface Changed extends SignedIn {
  readonly user: SignedIn['user'] & { readonly emailVerified: boolean };
  readonly deviceToken: string;
  readonly code?: string;
}

/** Somebody who has asked for an address, and the code that went there. */
export interface Asked {
  readonly person: SignedIn;
  readonly code: string;
}

/** The routes by which people change their e-mail address, and what is sent meanwhile. */
export function emailCalls(app: () => TestApp, client: () => IdentityClient) {
  const ask = (token: string, email: string): Promise<Answer> =>
    client().call('POST', '/me/email', { token, body: { email } });
  const sent = async (to: string): Promise<SandboxMessage[]> => {
    await app().get(OutboxRelay).drain();
    return app().get(SandboxMessages).to(to);
  };
  return {
    ask,
    sent,
    subjects: async (to: string) => (await sent(to)).map(({ subject }) => subject),
    verify: (token: string, email: string, code: string): Promise<Answer<Changed>> =>
      client().call('POST', '/me/email/verify', { token, body: { email, code } }),
    asked: async (email: string, person?: SignedIn): Promise<Asked> => {
      const asker = person ?? (await client().register());
      expect((await ask(asker.tokens.accessToken, email)).status).toBe(202);
      return { person: asker, code: /code is (\d{6})/.exec((await sent(email))[0]?.text ?? '')?.[1] ?? '' };
    },
  };
}

export const refused = (status: number, code: string) => ({ status, body: { code } });

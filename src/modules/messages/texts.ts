/** What each text needs to be written. */
export interface TextData {
  /** Proves that an address or number is somebody's own. */
  readonly 'contact-code': { readonly code: string; readonly minutes: number };
  /** `link` is where the token may be used, when there is such a place. */
  readonly 'password-reset': { readonly token: string; readonly link: string | null; readonly minutes: number };
  /** The ways in that were removed with the old password, and those that stay; none of either when it was changed in person. */
  readonly 'password-changed': {
    readonly apiKeysRevoked: boolean;
    readonly removed: readonly string[];
    readonly left: readonly string[];
  };
  readonly 'email-change-code': { readonly code: string; readonly minutes: number };
  readonly 'email-change-asked': Readonly<Record<string, never>>;
  readonly 'email-changed': Readonly<Record<string, never>>;
  readonly 'recovery-codes-renewed': Readonly<Record<string, never>>;
  readonly 'second-factor-on': Readonly<Record<string, never>>;
  readonly 'second-factor-off': Readonly<Record<string, never>>;
  readonly 'passkey-added': { readonly name: string };
  readonly 'passkey-removed': { readonly name: string };
  readonly 'identity-linked': { readonly provider: string };
  readonly 'identity-unlinked': { readonly provider: string };
  readonly 'api-key-created': { readonly name: string };
  readonly 'api-key-rotated': { readonly name: string };
}

export type TextName = keyof TextData;

export interface Text {
  /** Text messages leave it out. */
  readonly subject: string;
  readonly body: string;
}

const NOT_YOU = 'If this was not you, reset your password at once and look at where you are signed in.';
const NOT_YOUR_KEY =
  'If this was not you, reset your password at once: that ends every session and revokes every API key.';

const TEXTS: { readonly [Name in TextName]: (data: TextData[Name]) => Text } = {
  'contact-code': ({ code, minutes }) => ({
    subject: `${code} is your code`,
    body: `Your Trivet code is ${code}. It is good for ${minutes} minutes. Nobody of ours ever asks you for it.`,
  }),
  'password-reset': ({ token, link, minutes }) => ({
    subject: 'Choose a new password',
    body: [
      'Somebody asked for a new password for your account.',
      link === null ? `Your token is ${token}` : `Choose it here: ${link}`,
      `This works once, within ${minutes} minutes. If it was not you, do nothing: your password stays as it is.`,
    ].join('\n\n'),
  }),
  'password-changed': ({ apiKeysRevoked, removed, left }) => ({
    subject: 'Your password was changed',
    body: [
      'The password of your account was changed, and every session was ended.',
      apiKeysRevoked ? 'Every API key was revoked.' : 'API keys go on working.',
      ...listed('These were added in the last days and were removed; add again what is yours:', removed),
      ...listed('These go on signing in; remove what is not yours:', left),
      NOT_YOU,
    ].join('\n\n'),
  }),
  'email-change-code': ({ code, minutes }) => ({
    subject: `${code} is your code`,
    body: [
      `Your Trivet code is ${code}. It makes this address that of an account, and is good for ${minutes} minutes.`,
      'If you did not ask for it, do nothing, and give it to nobody: nobody of ours ever asks you for it.',
    ].join('\n\n'),
  }),
  'email-change-asked': () => ({
    subject: 'Somebody asked to change your e-mail address',
    body: [
      'Somebody who is signed in to your account asked to sign in with another e-mail address from now on.',
      'If this was not you, reset your password now, with this address: that ends every session, and the wish with them.',
    ].join('\n\n'),
  }),
  'email-changed': () => ({
    subject: 'Your e-mail address was changed',
    body: [
      'Your account has another e-mail address now, and every session was ended. This address no longer signs in.',
      'If this was not you, tell whoever runs this service at once: they can suspend the account.',
    ].join('\n\n'),
  }),
  'recovery-codes-renewed': () => ({
    subject: 'Your recovery codes were renewed',
    body: `Your account has new recovery codes, and the old ones work no more.\n\n${NOT_YOU}`,
  }),
  'second-factor-on': () => ({
    subject: 'Sign-in now asks for a second factor',
    body: `An authenticator was added to your account.\n\n${NOT_YOU}`,
  }),
  'second-factor-off': () => ({
    subject: 'Sign-in no longer asks for a second factor',
    body: `The authenticator of your account was removed.\n\n${NOT_YOU}`,
  }),
  'passkey-added': ({ name }) => ({
    subject: 'A passkey was added',
    body: `The passkey "${name}" can now sign in to your account.\n\n${NOT_YOU}`,
  }),
  'passkey-removed': ({ name }) => ({
    subject: 'A passkey was removed',
    body: `The passkey "${name}" can no longer sign in to your account.\n\n${NOT_YOU}`,
  }),
  'identity-linked': ({ provider }) => ({
    subject: 'Another way to sign in was added',
    body: `Whoever you are at ${provider} can now sign in to your account.\n\n${NOT_YOU}`,
  }),
  'identity-unlinked': ({ provider }) => ({
    subject: 'A way to sign in was removed',
    body: `Nobody signs in to your account by ${provider} any more.\n\n${NOT_YOU}`,
  }),
  'api-key-created': ({ name }) => ({
    subject: 'An API key was made',
    body: `With the API key "${name}" a program can now act in your name.\n\n${NOT_YOUR_KEY}`,
  }),
  'api-key-rotated': ({ name }) => ({
    subject: 'An API key was rotated',
    body: `The API key "${name}" of your account was given another secret.\n\n${NOT_YOUR_KEY}`,
  }),
};

function listed(heading: string, names: readonly string[]): string[] {
  return names.length === 0 ? [] : [[heading, ...names.map((name) => `- ${name}`)].join('\n')];
}

/** The one place where what people read is written. */
export function textOf<Name extends TextName>(name: Name, data: TextData[Name]): Text {
  return TEXTS[name](data);
}

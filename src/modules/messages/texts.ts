/** What each text needs to be written. */
export interface TextData {
  /** Proves that an address or number is somebody's own. */
  readonly 'contact-code': { readonly code: string; readonly minutes: number };
  /** `link` is where the token may be used, when there is such a place. */
  readonly 'password-reset': { readonly token: string; readonly link: string | null; readonly minutes: number };
  readonly 'password-changed': { readonly apiKeysRevoked: boolean };
  readonly 'second-factor-on': Readonly<Record<string, never>>;
  readonly 'second-factor-off': Readonly<Record<string, never>>;
  readonly 'passkey-added': { readonly name: string };
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
  'password-changed': ({ apiKeysRevoked }) => ({
    subject: 'Your password was changed',
    body: [
      'The password of your account was changed, and every session was ended.',
      apiKeysRevoked ? 'Every API key was revoked.' : 'API keys go on working.',
      NOT_YOU,
    ].join('\n\n'),
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
  'api-key-created': ({ name }) => ({
    subject: 'An API key was made',
    body: `With the API key "${name}" a program can now act in your name.\n\n${NOT_YOUR_KEY}`,
  }),
  'api-key-rotated': ({ name }) => ({
    subject: 'An API key was rotated',
    body: `The API key "${name}" of your account was given another secret.\n\n${NOT_YOUR_KEY}`,
  }),
};

/** The one place where what people read is written. */
export function textOf<Name extends TextName>(name: Name, data: TextData[Name]): Text {
  return TEXTS[name](data);
}

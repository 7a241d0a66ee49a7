import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { type CBORType, encodeCBOR } from '@levischuck/tiny-cbor';

/** What a server's options for making a passkey say, as far as it matters here. */
export interface CreationOptions {
  readonly challenge: string;
  readonly rp: { readonly id?: string };
  readonly user: { readonly id: string };
}

export interface RequestOptions {
  readonly challenge: string;
  readonly rpId?: string;
}

/** What may be wrong with an answer. */
export interface Twist {
  readonly origin?: string;
  readonly rpId?: string;
  readonly challenge?: string;
  readonly type?: string;
  /** Whether the person was verified, by a finger or a PIN. */
  readonly verified?: boolean;
  /** Said in the place of the next count. */
  readonly counter?: number;
  readonly userHandle?: string;
  /** Signed with a key of somebody else's. */
  readonly otherKey?: boolean;
}

const FLAGS = { present: 0x01, verified: 0x04, attested: 0x40 };
const COSE = { keyType: 1, algorithm: 3, curve: -1, x: -2, y: -3 };
const ES256 = -7;

const base64url = (bytes: Uint8Array | string): string => Buffer.from(bytes).toString('base64url');
const sha256 = (bytes: Uint8Array | string): Buffer => createHash('sha256').update(bytes).digest();

/** One passkey in software: an ES256 key, and the bytes of WebAuthn around it. */
export class SoftwareAuthenticator {
  private readonly keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  private readonly id = randomBytes(16);
  private userHandle = '';

  constructor(
    private readonly origin: string,
    private counter = 0,
  ) {}

  /** Answers `navigator.credentials.create()`. */
  create(options: CreationOptions, twist: Twist = {}) {
    this.userHandle = options.user.id;
    const clientDataJSON = this.clientData('webauthn.create', options.challenge, twist);
    const data = Buffer.concat([this.authenticatorData(options.rp.id ?? '', FLAGS.attested, twist), this.attested()]);
    const attestation = new Map<string | number, CBORType>([
      ['fmt', 'none'],
      ['attStmt', new Map()],
      ['authData', Uint8Array.from(data)],
    ]);
    const attestationObject = base64url(encodeCBOR(attestation));
    return this.credential({ clientDataJSON, attestationObject, transports: ['internal'] });
  }

  /** Answers `navigator.credentials.get()`. */
  get(options: RequestOptions, twist: Twist = {}) {
    if (this.counter > 0) this.counter += 1;
    const clientDataJSON = this.clientData('webauthn.get', options.challenge, twist);
    const data = this.authenticatorData(options.rpId ?? '', 0, twist);
    const signed = Buffer.concat([data, sha256(Buffer.from(clientDataJSON, 'base64url'))]);
    const signature = base64url(sign('sha256', signed, this.signingKey(twist)));
    const userHandle = twist.userHandle ?? this.userHandle;
    return this.credential({ clientDataJSON, authenticatorData: base64url(data), signature, userHandle });
  }

  private credential<T>(response: T) {
    const id = base64url(this.id);
    return {
      id,
      rawId: id,
      type: 'public-key',
      clientExtensionResults: {},
      authenticatorAttachment: 'platform',
      response,
    };
  }

  private clientData(type: string, challenge: string, twist: Twist): string {
    const said = {
      type: twist.type ?? type,
      challenge: twist.challenge ?? challenge,
      origin: twist.origin ?? this.origin,
    };
    return base64url(JSON.stringify({ ...said, crossOrigin: false }));
  }

  private authenticatorData(rpId: string, more: number, { verified = true, counter, ...twist }: Twist): Buffer {
    const flags = FLAGS.present | more | (verified ? FLAGS.verified : 0);
    const count = Buffer.alloc(4);
    count.writeUInt32BE(counter ?? this.counter);
    return Buffer.concat([sha256(twist.rpId ?? rpId), Buffer.from([flags]), count]);
  }

  /** No model's number, the id, and the public key as COSE says it. */
  private attested(): Buffer {
    const { x = '', y = '' } = this.keys.publicKey.export({ format: 'jwk' });
    const coordinate = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'base64url'));
    const key = new Map<string | number, CBORType>([
      [COSE.keyType, 2],
      [COSE.algorithm, ES256],
      [COSE.curve, 1],
      [COSE.x, coordinate(x)],
      [COSE.y, coordinate(y)],
    ]);
    const length = Buffer.alloc(2);
    length.writeUInt16BE(this.id.length);
    return Buffer.concat([Buffer.alloc(16), length, this.id, encodeCBOR(key)]);
  }

  private signingKey({ otherKey = false }: Twist): KeyObject {
    return otherKey ? generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey : this.keys.privateKey;
  }
}

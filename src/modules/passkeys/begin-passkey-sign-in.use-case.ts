import { Injectable } from '@nestjs/common';
import type { PublicKeyCredentialRequestOptionsJSON } from '@simplewebauthn/server';
import { Ceremonies } from './ceremonies.ts';

/** Begins a sign-in of whoever it will turn out to be: the answer is the same for all. Refuses `passkeys_not_available`. */
@Injectable()
export class BeginPasskeySignIn {
  constructor(private readonly ceremonies: Ceremonies) {}

  execute(): Promise<PublicKeyCredentialRequestOptionsJSON> {
    return this.ceremonies.beginSignIn();
  }
}

import { UserDto } from '../users/index.ts';
import type { TokenPair } from './open-session.ts';
import type { SignedIn } from './sign-ins.ts';

export class TokensDto {
  /** Goes into `Authorization: Bearer`. A JWT, signed with ES256. */
  accessToken!: string;
  /** Works once, at `POST /auth/refresh`. */
  refreshToken!: string;
  /**
   * Seconds until the access token expires.
   * @example 900
   */
  expiresIn!: number;

  static of(tokens: TokenPair): TokensDto {
    const { accessToken, refreshToken, expiresIn } = tokens;
    return { accessToken, refreshToken, expiresIn };
  }
}

export class RefreshedDto {
  tokens!: TokensDto;

  static of(tokens: TokenPair): RefreshedDto {
    return { tokens: TokensDto.of(tokens) };
  }
}

export class SignedInDto {
  user!: UserDto;
  tokens!: TokensDto;
  /** Keep it on this device, and send it with the next sign-in: then nobody else's failures slow it down. It opens nothing. */
  deviceToken!: string;

  static of({ user, tokens, deviceToken }: SignedIn): SignedInDto {
    return { user: UserDto.of(user), tokens: TokensDto.of(tokens), deviceToken };
  }
}
